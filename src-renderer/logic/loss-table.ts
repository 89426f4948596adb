/** The curves in numbers: stretches of steps with the mean and the extremes of each loss, for eyes and screen readers. */
import { lossNames, type LossName } from '../../src-main/contract/metrics';
import { roundUp } from './axis';
import type { LossHistory } from './loss-history';
import type { Extremes } from './series';
import type { StepRange } from './step-range';

export interface LossSummary extends Extremes {
  readonly mean: number;
}

/** Steps `first` to `last`, both included. */
export interface LossRow extends StepRange {
  readonly losses: Readonly<Record<LossName, LossSummary>>;
}

/**
 * At most `count` rows, newest first, that end at round numbers of steps: 1–500, 501–1,000 and so on. Stretches of which
 * nothing is known are left out.
 */
export function summariseLosses(history: LossHistory, range: StepRange, count: number): readonly LossRow[] {
  const from = Math.max(1, Math.ceil(range.first));
  const to = Math.min(history.length, Math.floor(range.last));
  if (to < from) {
    return [];
  }
  // One row more may be needed where the first or the last one is cut.
  const steps = Math.max(1, roundUp((to - from + 1) / Math.max(1, count - 1)));
  const rows: LossRow[] = [];
  for (let start = Math.floor((to - 1) / steps) * steps; start + steps >= from; start -= steps) {
    const [first, last] = [Math.max(from, start + 1), Math.min(to, start + steps)];
    const summary = (name: LossName): LossSummary => ({
      ...history.raw(name).extremes(first, last),
      mean: history.raw(name).mean(first, last),
    });
    const [total, gan, l1, disc] = lossNames.map(summary);
    if (
      total !== undefined &&
      gan !== undefined &&
      l1 !== undefined &&
      disc !== undefined &&
      !Number.isNaN(total.mean)
    ) {
      const losses = { gen_total_loss: total, gen_gan_loss: gan, gen_l1_loss: l1, disc_loss: disc };
      rows.push({ first, last, losses });
    }
  }
  return rows;
}
