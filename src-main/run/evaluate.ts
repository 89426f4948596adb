/** Metrics of one of a run's checkpoints on the test split. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { TrainConfig } from '../contract/config';
import { AppError, writeError } from '../contract/errors';
import type { CheckpointChoice } from '../contract/export';
import { encodePng } from '../data/encode';
import { openPairs } from '../data/open-pairs';
import type { PairSource } from '../data/pair-source';
import { replaceFile } from '../data/whole-folder';
import { distance, psnr, withPictures, type PredictPicture } from '../engine/inference';
import type { Model } from '../engine/model';
import { restoreCheckpoint } from './checkpoint';
import { chooseCheckpoint } from './choose-checkpoint';
import { discriminatorView } from './discriminator-view';
import { prepareModel } from './prepare';
import { readRunRecord } from '../runfolder/record';
import { currentDataset } from './resume';

export interface Evaluation {
  readonly step: number;
  readonly pairs: number;
  /** Mean absolute difference in [-1, 1] units, averaged over the pairs. */
  readonly l1: number;
  /** Peak signal-to-noise ratio in dB, averaged over the pairs. */
  readonly psnr: number;
  /** How real the targets and the predictions look to the discriminator, 0 to 1, averaged over patches and pairs. */
  readonly targetRealness: number;
  readonly predictionRealness: number;
}

/**
 * @param request.dataset where the dataset is now, if it has moved
 * @param request.discriminator folder for `0.png` and so on, what the discriminator sees of each test pair; null for none
 * @throws AppError `disk-full`, `write-failed`, `run-missing`, `run-dataset-missing`, `run-dataset-changed`,
 *   `dataset-no-test-pairs`, and as `chooseCheckpoint`.
 */
export async function evaluateRun(request: {
  readonly run: string;
  readonly dataset?: string | null;
  readonly discriminator?: string | null;
  readonly checkpoint?: CheckpointChoice;
}): Promise<Evaluation> {
  const { run, dataset = null, discriminator: folder = null, checkpoint: choice = 'latest' } = request;
  const record = await readRunRecord(run);
  const { config } = record;
  const { checkpoint } = await chooseCheckpoint(run, choice);
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
      if (folder !== null) {
        await mkdir(folder, { recursive: true }).catch((error: unknown) => {
          throw writeError(folder, error);
        });
      }
      const sums = await withPictures(model, (predict) => sumOverPairs({ store, model, config, folder }, predict));
      return {
        step: checkpoint.state.step,
        pairs,
        l1: sums.l1 / pairs,
        psnr: sums.psnr / pairs,
        targetRealness: sums.targetRealness / pairs,
        predictionRealness: sums.predictionRealness / pairs,
      };
    } finally {
      model.dispose();
    }
  } finally {
    await store.close();
  }
}

interface Evaluated {
  readonly store: PairSource;
  readonly model: Model;
  readonly config: Pick<TrainConfig, 'noiseAtInference' | 'seed'>;
  /** For what the discriminator sees of each pair, or null. */
  readonly folder: string | null;
}

type Sums = Omit<Evaluation, 'step' | 'pairs'>;

async function sumOverPairs({ store, model, config, folder }: Evaluated, predict: PredictPicture): Promise<Sums> {
  const sums = { l1: 0, psnr: 0, targetRealness: 0, predictionRealness: 0 };
  for (let index = 0; index < store.names('test').length; index++) {
    const { input, target } = await store.readPair('test', index);
    const { values, bytes } = predict(input, config.noiseAtInference ? [config.seed, index] : null);
    const { l1, squared } = distance(values, target);
    const view = discriminatorView(model, { input, target, prediction: bytes });
    sums.l1 += l1;
    sums.psnr += psnr(squared);
    sums.targetRealness += view.targetRealness;
    sums.predictionRealness += view.predictionRealness;
    if (folder !== null) {
      await replaceFile(join(folder, `${String(index)}.png`), await encodePng(view.picture));
    }
  }
  return sums;
}
