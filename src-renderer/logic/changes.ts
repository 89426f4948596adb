/** What was changed while a run trained, in words. */
import type { ConfigChange } from '../../src-main/contract/run';
import { formatLimit } from './format';

/** The fields' names on a chart. */
export type ChangeNames = Readonly<Record<string, string>>;

export interface DescribedChange {
  readonly step: number;
  /** "lambda 100 → 60, epochs 150 → 200" */
  readonly label: string;
}

/** One description for all that was changed after the same step. */
export function describeChanges(changes: readonly ConfigChange[], names: ChangeNames): readonly DescribedChange[] {
  const steps = [...new Set(changes.map(({ step }) => step))];
  return steps.map((step) => ({
    step,
    label: changes
      .filter((change) => change.step === step)
      .map(({ field, from, to }) => `${names[field] ?? field} ${numberOf(from)} → ${numberOf(to)}`)
      .join(', '),
  }));
}

/** Null stands for "not set", as the number of steps is where epochs count. */
function numberOf(value: number | null): string {
  return value === null ? '–' : formatLimit(value);
}
