/** The stretch of steps that the charts show: all of them, or a part that was zoomed into. */

export interface StepRange {
  readonly first: number;
  readonly last: number;
}

/** Fewer steps than this are not worth a chart. */
const fewestSteps = 10;

/**
 * A part of the run, `factor` times as long as `shown`, in which the step `centre` stays where it is on the screen.
 *
 * @param whole all steps of the run
 * @returns null when that is the whole run
 */
export function zoom(shown: StepRange, whole: StepRange, centre: number, factor: number): StepRange | null {
  const length = Math.max(Math.min(fewestSteps, span(whole)), span(shown) * factor);
  const share = span(shown) === 0 ? 0.5 : (clamp(centre, shown) - shown.first) / span(shown);
  const first = clamp(centre, shown) - share * length;
  return within({ first, last: first + length }, whole);
}

/** `shown` moved by a part of its own length: 1 for the next stretch, −1 for the one before. */
export function pan(shown: StepRange, whole: StepRange, fraction: number): StepRange | null {
  const distance = fraction * span(shown);
  return within({ first: shown.first + distance, last: shown.last + distance }, whole);
}

/** A stretch that was chosen by its two ends, in any order. */
export function select(one: number, other: number, whole: StepRange): StepRange | null {
  const middle = (one + other) / 2;
  const half = Math.max(fewestSteps, Math.abs(one - other)) / 2;
  return within({ first: middle - half, last: middle + half }, whole);
}

export function span({ first, last }: StepRange): number {
  return last - first;
}

function clamp(step: number, { first, last }: StepRange): number {
  return Math.min(last, Math.max(first, step));
}

/** Moved into the run, and cut where it is longer. */
function within(range: StepRange, whole: StepRange): StepRange | null {
  const length = span(range);
  if (length >= span(whole)) {
    return null;
  }
  const first = clamp(range.first, { first: whole.first, last: whole.last - length });
  return { first, last: first + length };
}
