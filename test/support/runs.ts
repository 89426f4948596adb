/** Whole runs of a tiny network, for tests. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeTrainConfig, type TrainConfig } from '../../src-main/contract/config';
import { parseStepMetrics, type TrainEvent } from '../../src-main/contract/metrics';
import type { DatasetReport } from '../../src-main/contract/dataset';
import { runFormat, type RunRecord } from '../../src-main/contract/run';
import type { RunListener } from '../../src-main/run/train';
import { writePairs } from './pictures';

export const tinyPairs = ['train/1.png', 'train/2.png', 'train/3.png', 'train/4.png', 'train/5.png', 'test/1.png'];

/** Writes the tiny pairs into a folder of a test, whose import goes into that folder too; the path of the dataset. */
export async function tinyDataset(folder: string): Promise<string> {
  process.env['PIX2PIX_STUDIO_CACHE'] = join(folder, 'cache');
  const dataset = join(folder, 'dataset');
  await writePairs(dataset, tinyPairs, 140, 70);
  return dataset;
}

export const tinyConfig = makeTrainConfig('studio', {
  size: 64,
  filters: 4,
  steps: 12,
  deterministic: true,
  sampleEvery: 6,
});

/** Records events, and does `then` at each; it may ask to stop. */
export function recorder(then: (event: TrainEvent, stop: () => void) => void = () => undefined): {
  readonly events: TrainEvent[];
  readonly listener: RunListener;
  readonly stop: AbortSignal;
} {
  const controller = new AbortController();
  const events: TrainEvent[] = [];
  const event = (given: TrainEvent): void => {
    events.push(given);
    then(given, () => {
      controller.abort();
    });
  };
  return { events, listener: { event }, stop: controller.signal };
}

/** The records of `metrics.jsonl` without their times. */
export async function readLosses(run: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const lines = (await readFile(join(run, 'metrics.jsonl'), 'utf8')).split('\n').slice(0, -1);
  return lines.map((line) => {
    const { step, epoch, gen_total_loss, gen_gan_loss, gen_l1_loss, disc_loss } = parseStepMetrics(line) ?? {};
    return { step, epoch, gen_total_loss, gen_gan_loss, gen_l1_loss, disc_loss };
  });
}

export const versions = { studio: '0', tensorflow: '0', tfjs: '0' };

/** The record of a run that begins. */
export function runRecord(
  config: TrainConfig,
  { folder, fingerprint }: Pick<DatasetReport, 'folder' | 'fingerprint'>,
): RunRecord {
  const dataset = { path: folder, fingerprint, trainPairs: 5, testPairs: 1 };
  return { format: runFormat, created: '2026-01-01T00:00:00.000Z', config, dataset, versions, changes: [] };
}
