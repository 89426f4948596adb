/** The training loop, the same for a new run and a resumed one. */
import { join } from 'node:path';
import { epochsDone, type TrainConfig } from '../contract/config';
import { AppError } from '../contract/errors';
import { lossNames, type DoneEvent, type Losses, type TrainEvent } from '../contract/metrics';
import { runFiles, runFormat } from '../contract/run';
import { dropoutStreams } from '../core/generator';
import { BatchReader } from '../data/read-ahead';
import type { PairStore } from '../data/store';
import type { CompiledModel } from '../engine/compiled';
import type { Seed } from '../engine/model';
import { saveCheckpoint } from './checkpoint';
import { MetricsLog } from './metrics-log';
import { fixedPairs, writeSamples, type SamplePng } from './samples';

export interface RunListener {
  event(event: TrainEvent): void;
  /** The pictures of a sample, as PNG files' bytes. */
  pictures?(step: number, pictures: readonly SamplePng[]): void;
}

export interface Training {
  readonly run: string;
  readonly config: TrainConfig;
  readonly store: PairStore;
  readonly model: CompiledModel;
  readonly datasetFingerprint: string;
  /** Steps already done. */
  readonly firstStep: number;
  readonly totalSteps: number;
}

/** Dropout masks of samples: the same ones each time, so that a sample changes only with the weights. */
const sampleNoiseSeed: Seed = [0, 0];

/**
 * Trains until `totalSteps`, or until `stop` is aborted: then the step under way is finished and saved.
 *
 * @throws AppError `loss-not-finite`, `disk-full`, `write-failed`, `dataset-unreadable`; the last checkpoint stays whole.
 */
export async function trainLoop(training: Training, listener: RunListener, stop: AbortSignal): Promise<DoneEvent> {
  const { run, config, store, model, totalSteps } = training;
  const trainPairs = store.names('train').length;
  const samplePairs = await fixedPairs(store);
  const metrics = await MetricsLog.open(join(run, runFiles.metrics));
  const reader = new BatchReader(store, {
    batch: config.batch,
    seed: config.seed,
    jitter: config.jitter,
    firstStep: training.firstStep + 1,
  });
  let step = training.firstStep;
  let savedStep = training.firstStep;

  const sample = async (): Promise<void> => {
    const noiseSeed = config.noiseAtInference ? sampleNoiseSeed : null;
    const { folder, pictures, l1 } = await writeSamples(run, model, samplePairs, step, noiseSeed);
    listener.event({ type: 'sample', step, path: folder, validation_l1: l1 });
    listener.pictures?.(step, pictures);
  };
  const checkpoint = async (): Promise<void> => {
    await metrics.sync();
    const folder = await saveCheckpoint(run, model, {
      format: runFormat,
      step,
      epoch: epochsDone(step, trainPairs, config.batch),
      seed: config.seed,
      config,
      datasetFingerprint: training.datasetFingerprint,
    });
    savedStep = step;
    listener.event({ type: 'checkpoint', step, path: folder });
  };

  try {
    if (step === 0) {
      await sample();
    }
    while (step < totalSteps && !stop.aborted) {
      const waitStart = performance.now();
      const batch = await reader.next();
      const stepStart = performance.now();
      const losses = model.trainStep({
        ...batch,
        noiseSeed: noiseSeed(config.seed, batch.step),
        lambda: config.lambda,
        learningRate: config.learningRate,
      });
      const stepEnd = performance.now();
      requireFinite(losses, batch.step, config);
      step = batch.step;
      const record = {
        type: 'step',
        step,
        epoch: batch.epoch,
        ...losses,
        step_seconds: (stepEnd - stepStart) / 1000,
        data_wait_seconds: (stepStart - waitStart) / 1000,
      } as const;
      await metrics.append(record, stepEnd);
      listener.event(record);
      if (step % config.sampleEvery === 0 || step === totalSteps) {
        await sample();
      }
      if (isCheckpointStep(step, trainPairs, config)) {
        await checkpoint();
      }
      await otherEvents();
    }
    if (savedStep !== step || step === 0) {
      await checkpoint();
    }
  } finally {
    await reader.close();
    await metrics.close();
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

function requireFinite(losses: Losses, step: number, { lambda, learningRate }: TrainConfig): void {
  const loss = lossNames.find((name) => !Number.isFinite(losses[name]));
  if (loss !== undefined) {
    throw new AppError('loss-not-finite', { step, loss, lambda, learningRate });
  }
}

/** Lets a stop request, a message or a file write have its turn between two blocking steps. */
function otherEvents(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
