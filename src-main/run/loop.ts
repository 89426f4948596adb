/** The training loop, the same for a new run and a resumed one. */
import { epochsDone, type TrainConfig } from '../contract/config';
import type { DoneEvent, TrainEvent } from '../contract/metrics';
import type { RunRecord, Versions } from '../contract/run';
import { dropoutStreams } from '../core/generator';
import { BatchReader } from '../data/read-ahead';
import type { PairStore } from '../data/store';
import type { CompiledModel } from '../engine/compiled';
import type { Seed } from '../engine/model';
import { requireFinite } from './guard';
import { RunRecorder } from './recorder';
import { rolledBack } from './rollback';
import type { SamplePng } from './samples';

export interface RunListener {
  event(event: TrainEvent): void;
  /** The pictures of a sample, as PNG files' bytes. */
  pictures?(step: number, pictures: readonly SamplePng[]): void;
}

export interface Training {
  readonly run: string;
  /** `run.json` as it is when this process begins to train. */
  readonly record: RunRecord;
  /** Of this program; the record has those that began the run. */
  readonly versions: Versions;
  readonly store: PairStore;
  readonly model: CompiledModel;
  /** Steps already done. */
  readonly firstStep: number;
  readonly totalSteps: number;
  /** The ordinal of the checkpoint that is gone on from, or 0. */
  readonly checkpointsBefore: number;
}

/**
 * Trains until `totalSteps`, or until `stop` is aborted: then the step under way is finished and saved. While the disk
 * cannot be written to, the training waits.
 *
 * @throws AppError `loss-not-finite`, after the run was put back to its last checkpoint; `dataset-unreadable`; after a
 *   stop `disk-full` or `write-failed`. The last checkpoint stays whole.
 */
export async function trainLoop(training: Training, listener: RunListener, stop: AbortSignal): Promise<DoneEvent> {
  const { store, model, firstStep, totalSteps } = training;
  const { config } = training.record;
  const trainPairs = store.names('train').length;
  const recorder = await RunRecorder.open(training, listener, stop);
  const { batch, seed, jitter, lambda, learningRate } = config;
  const reader = new BatchReader(store, { batch, seed, jitter, firstStep: firstStep + 1 });
  let step = firstStep;
  try {
    if (step === 0) {
      await recorder.sample();
    }
    while (step < totalSteps && !stop.aborted) {
      const waitStart = performance.now();
      const pairs = await reader.next();
      const stepStart = performance.now();
      const losses = model.trainStep({ ...pairs, noiseSeed: noiseSeed(seed, pairs.step), lambda, learningRate });
      const stepEnd = performance.now();
      requireFinite(losses, pairs.step);
      step = pairs.step;
      await recorder.addStep(
        {
          type: 'step',
          step,
          epoch: pairs.epoch,
          ...losses,
          step_seconds: (stepEnd - stepStart) / 1000,
          data_wait_seconds: (stepStart - waitStart) / 1000,
        },
        stepEnd,
      );
      if (step % config.sampleEvery === 0 || step === totalSteps) {
        await recorder.sample();
      }
      if (isCheckpointStep(step, trainPairs, config) || (await recorder.isRoomLow(stepEnd))) {
        await recorder.beginCheckpoint();
      }
      await recorder.finishIfReady();
      await otherEvents();
    }
    if (!recorder.isSaved) {
      await recorder.beginCheckpoint();
    }
    await recorder.finish();
  } catch (error) {
    await recorder.giveUp();
    throw await rolledBack(error, training, step);
  } finally {
    await reader.close();
  }
  const done: DoneEvent = { type: 'done', step, complete: step >= totalSteps };
  listener.event(done);
  return done;
}

/** Whether a checkpoint is due: at the end of every `checkpointEvery`-th epoch, and by steps if that is set. */
export function isCheckpointStep(
  step: number,
  trainPairs: number,
  config: Pick<TrainConfig, 'batch' | 'checkpointEvery' | 'checkpointEverySteps'>,
): boolean {
  const periods = (at: number): number => Math.floor(epochsDone(at, trainPairs, config.batch) / config.checkpointEvery);
  const byEpoch = periods(step) > periods(step - 1);
  const bySteps = config.checkpointEverySteps !== null && step % config.checkpointEverySteps === 0;
  return byEpoch || bySteps;
}

/** Different for every step of a run; the streams of one step's masks lie between two of them. */
function noiseSeed(seed: number, step: number): Seed {
  return [seed, (step * dropoutStreams) | 0];
}

/** Lets a stop request, a message or a file write have its turn between two blocking steps. */
function otherEvents(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
