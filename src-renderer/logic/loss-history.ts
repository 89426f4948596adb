/** The curves of a run: every step's losses as logged, and their running means. */
import { lossNames, type LossName, type Losses, type RunHistory } from '../../src-main/contract/metrics';
import { Series } from './series';
import { createRunningMean, defaultSmoothing } from './smoothing';

interface Curve {
  readonly raw: Series;
  /** Follows when it is looked at. */
  readonly smooth: Series;
  mean: ReturnType<typeof createRunningMean>;
}

/** Grows in place; whoever draws it must be told of changes. */
export class LossHistory {
  private weight = defaultSmoothing;

  private constructor(private readonly curves: Readonly<Record<LossName, Curve>>) {}

  /** Of a run without steps. */
  static empty(): LossHistory {
    return LossHistory.from(() => new Series());
  }

  /** Of a run that has steps; their stretches were gathered where they were read. */
  static of({ losses, stretches }: Pick<RunHistory, 'losses' | 'stretches'>): LossHistory {
    return LossHistory.from((name) => Series.of(losses[name], stretches[name]));
  }

  private static from(raw: (name: LossName) => Series, weight = defaultSmoothing): LossHistory {
    const curve = (name: LossName): Curve => curveOf(raw(name), weight);
    const history = new LossHistory({
      gen_total_loss: curve('gen_total_loss'),
      gen_gan_loss: curve('gen_gan_loss'),
      gen_l1_loss: curve('gen_l1_loss'),
      disc_loss: curve('disc_loss'),
    });
    history.weight = weight;
    return history;
  }

  /** The last step that is known. */
  get length(): number {
    return this.curves.gen_total_loss.raw.length;
  }

  get bytes(): number {
    return lossNames.reduce((sum, name) => sum + this.curves[name].raw.bytes + this.curves[name].smooth.bytes, 0);
  }

  raw(name: LossName): Series {
    return this.curves[name].raw;
  }

  smooth(name: LossName): Series {
    const { raw, smooth, mean } = this.curves[name];
    if (smooth.length < raw.length) {
      const values = raw.after(smooth.length);
      mean(values, smooth.extend(values.length));
    }
    return smooth;
  }

  /** Adds a step. Steps before it that were never told are left open; one that is already known is left as it is. */
  append(step: number, losses: Losses): void {
    if (step <= this.length) {
      return;
    }
    for (const name of lossNames) {
      const { raw } = this.curves[name];
      while (raw.length < step - 1) {
        raw.push(Number.NaN);
      }
      raw.push(losses[name]);
    }
  }

  /** Adds the steps that another history of the same run has beyond this one. */
  extend(other: LossHistory): void {
    const { length } = this;
    for (const name of lossNames) {
      this.curves[name].raw.append(other.raw(name).after(length));
    }
  }

  /** A history of its own up to a step: what a run that goes on from there keeps. */
  until(step: number): LossHistory {
    return LossHistory.from((name) => this.curves[name].raw.until(step), this.weight);
  }

  /** @param weight of the past in the running means */
  setSmoothing(weight: number): void {
    if (weight === this.weight) {
      return;
    }
    this.weight = weight;
    for (const name of lossNames) {
      const curve = this.curves[name];
      curve.smooth.clear();
      curve.mean = createRunningMean(weight);
    }
  }
}

function curveOf(raw: Series, weight: number): Curve {
  return { raw, smooth: new Series(), mean: createRunningMean(weight) };
}
