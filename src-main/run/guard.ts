/** What a training must not go on with: numbers that are not finite, and memory that is not there. */
import { imageSizes, numberRanges, type TrainConfig } from '../contract/config';
import { AppError } from '../contract/errors';
import type { LossName, Losses } from '../contract/metrics';
import type { Model } from '../engine/model';

/** The parts before their sum, so that the first one that is not finite is the one to blame. */
const lossOrder: readonly LossName[] = ['gen_gan_loss', 'gen_l1_loss', 'gen_total_loss', 'disc_loss'];

/** The first loss that is infinite or no number, or null. */
export function nonFiniteLoss(losses: Losses): LossName | null {
  return lossOrder.find((name) => !Number.isFinite(losses[name])) ?? null;
}

/** A step that is not to be kept. */
export class NonFiniteStep extends Error {
  override readonly name = 'NonFiniteStep';

  constructor(
    readonly step: number,
    readonly loss: LossName | null,
    readonly variable: string | null,
  ) {
    super(`${loss ?? variable ?? ''} is not finite at step ${String(step)}`);
  }
}

/**
 * @param variable that the step left with a value that is infinite or no number, or null
 * @throws NonFiniteStep naming it, and the first such loss
 */
export function requireFinite(losses: Losses, variable: string | null, step: number): void {
  const loss = nonFiniteLoss(losses);
  if (loss !== null || variable !== null) {
    throw new NonFiniteStep(step, loss, variable);
  }
}

/** The first variable with a value that is infinite or no number, or null. Reads all variables. */
export function nonFiniteVariable(model: Pick<Model, 'variableNames' | 'get'>): string | null {
  return model.variableNames.find((name) => !model.get(name).every(Number.isFinite)) ?? null;
}

/** A tenth of the learning rate, with one digit of its own. */
export function lowerLearningRate(learningRate: number): number {
  return Math.max(numberRanges.learningRate.minimum, Number((learningRate / 10).toPrecision(2)));
}

/** TensorFlow's lack of memory as an advice; every other error as it is. */
export function explainMemory(error: unknown, config: Pick<TrainConfig, 'size' | 'filters' | 'batch'>): unknown {
  const text = error instanceof Error ? error.message : '';
  const reason =
    /OOM when allocating[^\n]*?shape\[[\d,]*\]|OOM when allocating|std::bad_alloc|failed to allocate memory/i.exec(
      text,
    )?.[0];
  if (reason === undefined) {
    return error;
  }
  const { size, filters, batch } = config;
  return new AppError('out-of-memory', { size, filters, batch, try: smaller(config), reason }, { cause: error });
}

/** Options that take about half of the memory each, the harmless ones first. */
function smaller({ size, filters, batch }: Pick<TrainConfig, 'size' | 'filters' | 'batch'>): string {
  const smallerSize = imageSizes.filter((other) => other < size).at(-1);
  return [
    ...(batch > 1 ? [`--batch ${String(Math.floor(batch / 2))}`] : []),
    ...(filters > numberRanges.filters.minimum
      ? [`--filters ${String(Math.max(numberRanges.filters.minimum, Math.floor(filters / 2)))}`]
      : []),
    ...(smallerSize === undefined ? [] : [`--size ${String(smallerSize)}`]),
  ].join(' / ');
}
