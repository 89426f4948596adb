/** Going back from numbers that are not finite. */
import { AppError } from '../contract/errors';
import { newestCheckpoint } from './checkpoint';
import { lowerLearningRate, NonFiniteStep, nonFiniteVariable } from './guard';
import type { Training } from './loop';
import { rewindRun } from './rewind';
import { NonFiniteCheckpoint } from './saver';

/**
 * Puts the run back to its last whole checkpoint if the error is a loss or a weight that is not finite.
 *
 * @param step the last step that was kept
 * @returns `loss-not-finite` in that case, every other error as it is
 * @throws AppError `run-lock-lost`; `disk-full`, `write-failed`.
 */
export async function rolledBack(error: unknown, training: Training, step: number): Promise<unknown> {
  if (!(error instanceof NonFiniteStep || error instanceof NonFiniteCheckpoint)) {
    return error;
  }
  const { run, model, record, lock } = training;
  const { lambda, learningRate } = record.config;
  // A moment of an optimizer can be, and its weight not: then the step shows nothing, and the checkpoint does.
  const variable = (error instanceof NonFiniteStep ? error.variable : null) ?? nonFiniteVariable(model);
  const keptStep = await newestCheckpoint(run).then(
    ({ checkpoint }) => checkpoint.state.step,
    () => null,
  );
  await lock.requireHeld();
  await rewindRun(run, keptStep ?? 0);
  return new AppError('loss-not-finite', {
    step: error instanceof NonFiniteStep ? error.step : step,
    loss: error instanceof NonFiniteStep ? error.loss : null,
    variable,
    lambda,
    learningRate,
    lowerLearningRate: lowerLearningRate(learningRate),
    keptStep,
  });
}
