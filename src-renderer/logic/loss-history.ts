/** The curves: every step's losses as logged, and their running mean. */
import { lossNames, type LossName, type StepMetrics } from '../../src-main/contract/metrics';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface LossCurve {
  readonly raw: Point[];
  readonly smooth: Point[];
}

export type LossHistory = Readonly<Record<LossName, LossCurve>>;

/** Weight of the past in the running mean. */
const smoothing = 0.9;

export function createLossHistory(): LossHistory {
  const curve = (): LossCurve => ({ raw: [], smooth: [] });
  return { gen_total_loss: curve(), gen_gan_loss: curve(), gen_l1_loss: curve(), disc_loss: curve() };
}

/** Adds a step in place; the history grows to millions of points and is never copied. */
export function appendStep(history: LossHistory, metrics: StepMetrics): void {
  for (const name of lossNames) {
    const { raw, smooth } = history[name];
    const value = metrics[name];
    const before = smooth.at(-1)?.y;
    const mean = before === undefined ? value : smoothing * before + (1 - smoothing) * value;
    raw.push({ x: metrics.step, y: value });
    smooth.push({ x: metrics.step, y: mean });
  }
}

/** At most `count` points spread evenly over a curve, its last one included. */
export function spread(points: readonly Point[], count: number): readonly Point[] {
  const chosen = Array.from(
    { length: count },
    (_, index) => points[Math.round(((index + 1) * points.length) / count) - 1],
  );
  return [...new Set(chosen)].filter((point) => point !== undefined);
}
