/** Axes that only grow, in steps of 1, 2 and 5, so that a curve is not seen to move when it does not. */

export interface Range {
  readonly minimum: number;
  readonly maximum: number;
}

/** The least of 1, 2, 5, 10, 20, 50 … (and 0.5, 0.2 …) that is at least `value`, a positive number. */
export function roundUp(value: number): number {
  return niceNumber(value, (mantissa) => [1, 2, 5, 10].find((step) => mantissa <= step * (1 + tolerance)) ?? 10);
}

/** The greatest of 1, 2, 5, 10 … that is at most `value`, a positive number. */
export function roundDown(value: number): number {
  return niceNumber(value, (mantissa) => [10, 5, 2, 1].find((step) => mantissa >= step * (1 - tolerance)) ?? 1);
}

/** 0.1 × 3 is not 0.3; a mantissa that close counts as the round number itself. */
const tolerance = 1e-9;

function niceNumber(value: number, choose: (mantissa: number) => number): number {
  const exponent = Math.floor(Math.log10(value));
  return Number(`${String(choose(value / 10 ** exponent))}e${String(exponent)}`);
}

/** Covers `range` and the positive ones among `values` on a logarithmic axis; null while there are none. */
export function growLogRange(range: Range | null, values: Iterable<number>): Range | null {
  let minimum = range?.minimum ?? Infinity;
  let maximum = range?.maximum ?? 0;
  for (const value of values) {
    if (value > 0 && value < Infinity) {
      minimum = Math.min(minimum, value);
      maximum = Math.max(maximum, value);
    }
  }
  return maximum === 0 ? null : { minimum: roundDown(minimum), maximum: roundUp(maximum) };
}

/** The round numbers within a range: all of 1, 2, 5 over two decades, powers of ten over more. */
export function logTicks({ minimum, maximum }: Range): readonly number[] {
  const mantissas = maximum / minimum > 100 ? [1] : [1, 2, 5];
  const ticks: number[] = [];
  for (let exponent = Math.floor(Math.log10(minimum)); 10 ** exponent <= maximum; exponent += 1) {
    ticks.push(...mantissas.map((mantissa) => Number(`${String(mantissa)}e${String(exponent)}`)));
  }
  return ticks.filter((tick) => tick >= minimum * (1 - tolerance) && tick <= maximum * (1 + tolerance));
}

/** End of the step axis: grows in steps of 1, 2, 5 from 50 on, and never beyond the run's end. */
export function stepAxisEnd(step: number, totalSteps: number): number {
  return Math.min(Math.max(1, totalSteps), roundUp(Math.max(50, step)));
}

/** Round numbers from 0 to the end of the step axis. */
export function stepTicks(end: number): readonly number[] {
  const distance = Math.max(1, roundUp(end / 5));
  return Array.from({ length: Math.floor(end / distance) + 1 }, (_, index) => index * distance);
}

/** 60000 → "60k". */
export function stepLabel(step: number): string {
  return step >= 1000 && step % 100 === 0 ? `${String(step / 1000)}k` : String(step);
}
