/** What a training must not go on with: numbers that are not finite, and memory that is not there. */
import { numberRanges } from '../contract/config';
import type { CostFields } from '../contract/cost';
import { AppError } from '../contract/errors';
import { describeMemory, megabytes } from '../contract/memory';
import type { LossName, Losses } from '../contract/metrics';
import type { Model } from '../engine/model';
import { memoryLimit } from '../native/memory-limit';
import type { LackOfMemory } from './process-memory';

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
export function explainMemory(error: unknown, config: CostFields): unknown {
  const text = error instanceof Error ? error.message : '';
  const reason =
    /OOM when allocating[^\n]*?shape\[[\d,]*\]|OOM when allocating|std::bad_alloc|failed to allocate memory/i.exec(
      text,
    )?.[0];
  if (reason === undefined) {
    return error;
  }
  // How much memory a GPU has TensorFlow does not tell.
  const limit = text.includes('GPU') ? null : memoryLimit();
  const peakMegabytes = limit === null ? null : megabytes(process.resourceUsage().maxRSS * 1024);
  return new AppError('out-of-memory', { ...describeMemory(config, limit), peakMegabytes, reason }, { cause: error });
}

/** The end of a training's process for lack of memory, which it could not tell itself. */
export function endedByMemory(config: CostFields, { signal, peakBytes }: LackOfMemory): AppError<'out-of-memory'> {
  const memory = describeMemory(config, memoryLimit());
  return new AppError('out-of-memory', { ...memory, peakMegabytes: megabytes(peakBytes), reason: signal });
}
