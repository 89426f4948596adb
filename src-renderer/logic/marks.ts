/** Which of the marks on a chart have their text shown: as many as fit beside each other. */
import { span, type StepRange } from './step-range';

/** About what "lambda 100 → 60" takes. */
const pixelsPerLetter = 6;
const distance = 8;

/**
 * The marks whose labels do not overlap, from the newest on: what was done last matters most.
 *
 * @param width of the chart in pixels
 */
export function visibleLabels<M extends { readonly step: number; readonly label: string }>(
  marks: readonly M[],
  steps: StepRange,
  width: number,
): readonly M[] {
  const visible: M[] = [];
  let free = Infinity;
  for (const mark of [...marks].reverse()) {
    const x = ((mark.step - steps.first) / span(steps)) * width;
    const half = (mark.label.length * pixelsPerLetter) / 2;
    if (x >= 0 && x <= width && x + half <= free) {
      visible.push(mark);
      free = x - half - distance;
    }
  }
  return visible;
}
