/** Metrics of a run's newest checkpoint on the test split. */
import { AppError } from '../contract/errors';
import { openStore } from '../data/build-store';
import { inspectDataset } from '../data/inspect';
import { storeGeometry } from '../data/store';
import { distance, predictPicture, psnr } from '../engine/inference';
import { newestCheckpoint, restoreCheckpoint } from './checkpoint';
import { prepareModel } from './prepare';
import { readRunRecord } from './record';

export interface Evaluation {
  readonly step: number;
  readonly pairs: number;
  /** Mean absolute difference in [-1, 1] units, averaged over the pairs. */
  readonly l1: number;
  /** Peak signal-to-noise ratio in dB, averaged over the pairs. */
  readonly psnr: number;
}

/** @throws AppError `run-missing`, `checkpoint-none`, `run-dataset-changed`, `dataset-no-test-pairs`. */
export async function evaluateRun({ run }: { readonly run: string }): Promise<Evaluation> {
  const record = await readRunRecord(run);
  const { config } = record;
  const { checkpoint } = await newestCheckpoint(run);
  const report = await inspectDataset(record.dataset.path, { seed: config.seed });
  if (report.fingerprint !== record.dataset.fingerprint) {
    throw new AppError('run-dataset-changed', { path: run, dataset: record.dataset.path });
  }
  const store = await openStore(report, storeGeometry(config));
  try {
    const pairs = store.names('test').length;
    if (pairs === 0) {
      throw new AppError('dataset-no-test-pairs', { path: record.dataset.path });
    }
    const { model } = await prepareModel(config);
    try {
      restoreCheckpoint(model, checkpoint);
      const sums = { l1: 0, psnr: 0 };
      for (let index = 0; index < pairs; index++) {
        const { input, target } = await store.readPair('test', index);
        const noiseSeed = config.noiseAtInference ? ([config.seed, index] as const) : null;
        const { l1, squared } = distance(predictPicture(model, input, noiseSeed).values, target);
        sums.l1 += l1;
        sums.psnr += psnr(squared);
      }
      return { step: checkpoint.state.step, pairs, l1: sums.l1 / pairs, psnr: sums.psnr / pairs };
    } finally {
      model.dispose();
    }
  } finally {
    await store.close();
  }
}
