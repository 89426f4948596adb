/** How steps and epochs of a run count. */
import type { TrainConfig } from './config';

/** Steps in one pass over the training pairs; a fraction when the batch does not divide them. */
export function stepsPerEpoch(pairs: number, batch: number): number {
  return pairs / batch;
}

/** Total steps of a run. Batches take pairs from the endless row of epochs, so all but the last are full. */
export function totalSteps(config: Pick<TrainConfig, 'steps' | 'epochs' | 'batch'>, pairs: number): number {
  return config.steps ?? Math.ceil((config.epochs * pairs) / config.batch);
}

/** Whole epochs that are done after a step; the step's own epoch, from 1, is `epochsDone(step − 1) + 1`. */
export function epochsDone(step: number, pairs: number, batch: number): number {
  return Math.floor((step * batch) / pairs);
}
