/** The training loop, the same for a new run and a resumed one. */
import { numberRanges, type TrainConfig } from '../contract/config';
import { epochsDone, totalSteps } from '../contract/steps';
import { AppError } from '../contract/errors';
import type { DoneEvent, TrainEvent } from '../contract/metrics';
import type { RunRecord, Versions } from '../contract/run';
import { dropoutStreams } from '../core/generator';
import { BatchReader } from '../data/read-ahead';
import type { PairSource } from '../data/pair-source';
import type { CompiledModel } from '../engine/compiled';
import type { Seed } from '../engine/model';
import { changesBetween, type RunChanges } from './changes';
import { RunControls, type ControlledRun } from './controls';
import { eitherSignal } from './either-signal';
import { requireFinite } from './guard';
import type { RunLock } from './lock';
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
  /** Held for as long as the training goes on. */
  readonly lock: RunLock;
  /** `run.json` as it is when this process begins to train. */
  readonly record: RunRecord;
  /** Of this program; the record has those that began the run. */
  readonly versions: Versions;
  readonly store: PairSource;
  readonly model: CompiledModel;
  /** Steps already done. */
  readonly firstStep: number;
  readonly totalSteps: number;
  /** The ordinal of the checkpoint that is gone on from, or 0. */
  readonly checkpointsBefore: number;
}

/**
 * Trains until `totalSteps`, or until `stop` is aborted: then the step under way is finished and saved. While the disk
 * cannot be written to, the training waits. Between two steps it does what `controls` are asked for.
 *
 * @throws AppError `loss-not-finite`, after the run was put back to its last checkpoint; `dataset-unreadable`; after a
 *   stop `disk-full` or `write-failed`; `run-lock-lost`, and then nothing more is written. The last checkpoint stays whole.
 */
export async function trainLoop(
  training: Training,
  listener: RunListener,
  stop: AbortSignal,
  controls = new RunControls(),
): Promise<DoneEvent> {
  const { store, model, firstStep, lock } = training;
  let { config } = training.record;
  let total = training.totalSteps;
  const trainPairs = store.names('train').length;
  // Also what waits for a person or for the disk ends when the run is another's.
  const halt = eitherSignal(stop, lock.lost);
  const recorder = await RunRecorder.open(training, listener, halt);
  const { batch, seed, jitter, colourJitter } = config;
  const reader = new BatchReader(store, { batch, seed, jitter, colourJitter, firstStep: firstStep + 1 });
  let step = firstStep;
  const run: ControlledRun = {
    sample: () => recorder.sample(),
    async checkpoint() {
      if (!recorder.isSaved) {
        await recorder.beginCheckpoint();
      }
      await recorder.finish();
    },
    async change(changes) {
      requireAhead(changes, step, trainPairs, batch);
      const before = config;
      config = await recorder.change(changes);
      total = totalSteps(config, trainPairs);
      for (const change of changesBetween(before, config, step)) {
        listener.event({ type: 'change', ...change, total_steps: total });
      }
    },
    async held(isHeld) {
      if (isHeld) {
        await recorder.settle();
      }
      listener.event({ type: isHeld ? 'held' : 'released', step });
    },
  };
  try {
    if (step === 0) {
      await recorder.sample();
    }
    for (;;) {
      await controls.attend(run, halt);
      lock.lost.throwIfAborted();
      if (step >= total || stop.aborted) {
        break;
      }
      const { lambda, learningRate } = config;
      const waitStart = performance.now();
      const pairs = await reader.next().catch(async (error: unknown) => {
        // The pictures have gone; what was learned from them has not.
        await run.checkpoint();
        throw error;
      });
      const stepStart = performance.now();
      const feeds = { ...pairs, noiseSeed: noiseSeed(seed, pairs.step), lambda, learningRate };
      const { nonFinite, ...losses } = model.trainStep(feeds);
      const stepEnd = performance.now();
      requireFinite(losses, nonFinite, pairs.step);
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
      if (step % config.sampleEvery === 0 || step === total) {
        await recorder.sample();
      }
      if (isCheckpointStep(step, trainPairs, config) || (await recorder.isRoomLow(stepEnd))) {
        await recorder.beginCheckpoint();
      }
      await recorder.finishIfReady();
      await otherEvents();
    }
    if (step >= total && !recorder.isSampled) {
      // A run that was shortened to where it stands.
      await recorder.sample();
    }
    await run.checkpoint();
  } catch (error) {
    await recorder.giveUp();
    throw await rolledBack(error, { ...training, record: { ...training.record, config } }, step);
  } finally {
    controls.end();
    await reader.close();
  }
  const done: DoneEvent = { type: 'done', step, complete: step >= total };
  listener.event(done);
  return done;
}

/** @throws AppError `option-value` for fewer epochs than the one that the run is in. */
function requireAhead({ epochs }: RunChanges, step: number, pairs: number, batch: number): void {
  const least = Math.max(1, Math.ceil((step * batch) / pairs));
  if (epochs !== undefined && epochs < least) {
    const allowed = `${String(least)}, ${String(least + 1)}, …, ${String(numberRanges.epochs.maximum)}`;
    throw new AppError('option-value', { option: 'epochs', value: String(epochs), allowed });
  }
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
