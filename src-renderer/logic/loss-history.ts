/** The curves: every step's losses as logged, and their running mean. */
import {
  lossNames,
  runningMean,
  type CurvePoint,
  type LossName,
  type RunHistory,
  type StepMetrics,
} from '../../src-main/contract/metrics';

export type Point = CurvePoint;

export interface LossCurve {
  readonly raw: Point[];
  readonly smooth: Point[];
}

export type LossHistory = Readonly<Record<LossName, LossCurve>>;

export function createLossHistory(): LossHistory {
  const curve = (): LossCurve => ({ raw: [], smooth: [] });
  return { gen_total_loss: curve(), gen_gan_loss: curve(), gen_l1_loss: curve(), disc_loss: curve() };
}

/** Adds a step in place; the history grows to millions of points and is never copied. */
export function appendStep(history: LossHistory, metrics: StepMetrics): void {
  for (const name of lossNames) {
    const { raw, smooth } = history[name];
    const value = metrics[name];
    raw.push({ x: metrics.step, y: value });
    smooth.push({ x: metrics.step, y: runningMean(smooth.at(-1)?.y, value) });
  }
}

/** A history of its own with the points of another up to a step: what a run that goes on from there keeps. */
export function historyUntil(curves: RunHistory['curves'], step: number): LossHistory {
  const history = createLossHistory();
  for (const name of lossNames) {
    history[name].raw.push(...curves[name].raw.filter(({ x }) => x <= step));
    history[name].smooth.push(...curves[name].smooth.filter(({ x }) => x <= step));
  }
  return history;
}

/** At most `count` points spread evenly over a curve, its last one included. */
export function spread(points: readonly Point[], count: number): readonly Point[] {
  const chosen = Array.from(
    { length: count },
    (_, index) => points[Math.round(((index + 1) * points.length) / count) - 1],
  );
  return [...new Set(chosen)].filter((point) => point !== undefined);
}
