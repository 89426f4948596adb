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

export const scales = ['linear', 'log'] as const;
export type Scale = (typeof scales)[number];

/** Covers `range` and `values`, none of which is negative; null while there are none that can be drawn. */
export function growRange(range: Range | null, values: readonly number[], scale: Scale): Range | null {
  const drawn = values.filter((value) => value > 0 && value < Infinity);
  const maximum = Math.max(range?.maximum ?? 0, ...drawn);
  if (maximum === 0) {
    return null;
  }
  const minimum = scale === 'linear' ? 0 : roundDown(Math.min(range?.minimum ?? Infinity, ...drawn));
  return { minimum, maximum: roundUp(maximum) };
}

/** The round numbers within a range, at most six of them. */
export function lossTicks(range: Range, scale: Scale): readonly number[] {
  return scale === 'log' ? logTicks(range) : evenTicks(range);
}

/** The round numbers within a range: all of 1, 2, 5 over two decades, powers of ten over more. */
function logTicks({ minimum, maximum }: Range): readonly number[] {
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

/** Whole round numbers within a range of steps. */
export function stepTicks(range: Range): readonly number[] {
  return evenTicks(range, 1);
}

/** Multiples of 1, 2 or 5, at the least `smallest` apart. */
function evenTicks({ minimum, maximum }: Range, smallest = 0): readonly number[] {
  const distance = Math.max(smallest, roundUp((maximum - minimum) / 5));
  const first = Math.ceil(minimum / distance - tolerance);
  const last = Math.floor(maximum / distance + tolerance);
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * distance).toPrecision(12)));
}

/** 60000 → "60k", 1200000 → "1.2M". */
export function stepLabel(step: number): string {
  if (step >= 1e6 && step % 1e5 === 0) {
    return `${String(step / 1e6)}M`;
  }
  return step >= 1000 && step % 100 === 0 ? `${String(step / 1000)}k` : String(step);
}
