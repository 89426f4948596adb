/** The loss axis of a chart: it only grows, and what has just grown stays for a while, so that it can be read. */
import type { LossName } from '../../src-main/contract/metrics';
import { growLogRange, type Range } from './axis';
import type { LossHistory } from './loss-history';

export interface LossRange {
  readonly range: Range;
  /** When it last grew, in milliseconds. */
  readonly changedAt: number;
  /** Steps that it covers. */
  readonly covered: number;
}

const changeInterval = 2000;

/** Before the first step; the losses of untrained networks lie about here. */
export const firstLossRange: LossRange = { range: { minimum: 0.5, maximum: 2 }, changedAt: -Infinity, covered: 0 };

/** The range at time `now`, in milliseconds; it covers the new steps unless it grew a moment ago. */
export function followLosses(
  current: LossRange,
  history: LossHistory,
  names: readonly LossName[],
  now: number,
): LossRange {
  if (now - current.changedAt < changeInterval) {
    return current;
  }
  const before = current.covered === 0 ? null : current.range;
  const curves = names.map((name) => history[name].raw);
  const values = curves.flatMap((raw) => raw.slice(current.covered).map((point) => point.y));
  const range = growLogRange(before, values) ?? current.range;
  const same = range.minimum === current.range.minimum && range.maximum === current.range.maximum;
  return { range, changedAt: same ? current.changedAt : now, covered: curves[0]?.length ?? 0 };
}
