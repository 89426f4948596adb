/** Metrics of a run's newest checkpoint on the test split. */
import { AppError } from '../contract/errors';
import { openPairs } from '../data/open-pairs';
import { distance, predictPicture, psnr } from '../engine/inference';
import { newestCheckpoint, restoreCheckpoint } from './checkpoint';
import { prepareModel } from './prepare';
import { readRunRecord } from './record';
import { currentDataset } from './resume';

export interface Evaluation {
  readonly step: number;
  readonly pairs: number;
  /** Mean absolute difference in [-1, 1] units, averaged over the pairs. */
  readonly l1: number;
  /** Peak signal-to-noise ratio in dB, averaged over the pairs. */
  readonly psnr: number;
}

/**
 * @param request.dataset where the dataset is now, if it has moved
 * @throws AppError `run-missing`, `checkpoint-none`, `run-dataset-missing`, `run-dataset-changed`,
 *   `dataset-no-test-pairs`.
 */
export async function evaluateRun(request: {
  readonly run: string;
  readonly dataset?: string | null;
}): Promise<Evaluation> {
  const { run, dataset = null } = request;
  const record = await readRunRecord(run);
  const { config } = record;
  const { checkpoint } = await newestCheckpoint(run);
  const report = await currentDataset({ run, dataset }, record);
  const store = await openPairs(report, config);
  try {
    const pairs = store.names('test').length;
    if (pairs === 0) {
      throw new AppError('dataset-no-test-pairs', { path: report.folder });
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
