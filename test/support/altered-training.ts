/** Trainings whose model is not quite the real one. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { TrainConfig } from '../../src-main/contract/config';
import { openStore } from '../../src-main/data/build-store';
import { inspectDataset } from '../../src-main/data/inspect';
import { storeGeometry } from '../../src-main/data/pair-source';
import type { CompiledModel } from '../../src-main/engine/compiled';
import { withLock } from '../../src-main/run/lock';
import { trainLoop, type RunListener } from '../../src-main/run/loop';
import { withModel } from '../../src-main/run/prepare';
import { runRecord, versions } from './runs';

interface AlteredTraining {
  readonly dataset: string;
  readonly run: string;
  readonly config: TrainConfig;
  readonly totalSteps: number;
  /** Does something before a step, whose number counts from 1. */
  readonly beforeStep: (step: number, model: CompiledModel) => void;
  readonly listener: RunListener;
  readonly stop: AbortSignal;
}

/** Trains a new run. @throws AppError as `trainLoop` */
export async function trainAltered(training: AlteredTraining): Promise<void> {
  const { dataset, run, config, totalSteps, beforeStep, listener, stop } = training;
  await mkdir(join(run, 'checkpoints'), { recursive: true });
  await mkdir(join(run, 'samples'));
  const report = await inspectDataset(dataset, { seed: config.seed });
  const store = await openStore(report, storeGeometry(config));
  try {
    await withModel(config, async (real) => {
      real.initialise([1, 0]);
      let step = 0;
      const model: CompiledModel = {
        ...real,
        trainStep(feeds) {
          step += 1;
          beforeStep(step, real);
          return real.trainStep(feeds);
        },
      };
      const position = { firstStep: 0, totalSteps, checkpointsBefore: 0 };
      const record = runRecord(config, report);
      await withLock(run, (lock) =>
        trainLoop({ run, lock, store, model, record, versions, ...position }, listener, stop),
      );
    });
  } finally {
    await store.close();
  }
}
