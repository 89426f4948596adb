/** Lines of "label  value" with the values under each other. */
import { displayWidth, padColumns } from './width';

export function labelled(rows: readonly (readonly [label: string, value: string])[]): readonly string[] {
  const columns = Math.max(...rows.map(([label]) => displayWidth(label)));
  return rows.map(([label, value]) => `${padColumns(label, columns)}  ${value}`);
}
