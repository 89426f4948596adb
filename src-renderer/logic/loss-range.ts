/** The loss axis of a chart: it only grows, and what has just grown stays for a while, so that it can be read. */
import type { LossName } from '../../src-main/contract/metrics';
import { growRange, type Range, type Scale } from './axis';
import type { LossHistory } from './loss-history';
import type { StepRange } from './step-range';

export interface LossRange {
  readonly range: Range;
  /** When it last grew, in milliseconds. */
  readonly changedAt: number;
  /** Steps that it covers. */
  readonly covered: number;
}

const changeInterval = 2000;

/** Before the first step; the losses of untrained networks lie about here. */
export function firstLossRange(scale: Scale): LossRange {
  return { range: { minimum: scale === 'log' ? 0.5 : 0, maximum: 2 }, changedAt: -Infinity, covered: 0 };
}

/** The range at time `now`, in milliseconds; it covers the new steps unless it grew a moment ago. */
export function followLosses(
  current: LossRange,
  history: LossHistory,
  names: readonly LossName[],
  scale: Scale,
  now: number,
): LossRange {
  if (now - current.changedAt < changeInterval) {
    return current;
  }
  const before = current.covered === 0 ? null : current.range;
  const range = growRange(before, valuesOf(history, names, current.covered + 1, history.length), scale);
  const { minimum, maximum } = range ?? current.range;
  const same = minimum === current.range.minimum && maximum === current.range.maximum;
  return { range: { minimum, maximum }, changedAt: same ? current.changedAt : now, covered: history.length };
}

/** The range of some steps alone, for a look at a part; null when nothing is known of it. */
export function lossRangeOf(
  history: LossHistory,
  names: readonly LossName[],
  { first, last }: StepRange,
  scale: Scale,
): Range | null {
  return growRange(null, valuesOf(history, names, Math.floor(first), Math.ceil(last)), scale);
}

function valuesOf(history: LossHistory, names: readonly LossName[], first: number, last: number): readonly number[] {
  return names.flatMap((name) => {
    const { minimum, maximum } = history.raw(name).extremes(first, last);
    return minimum === Infinity ? [] : [minimum, maximum];
  });
}
