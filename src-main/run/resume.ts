/** Going on from the newest whole checkpoint. */
import { join } from 'node:path';
import { parseTrainConfig, totalSteps, type TrainConfig } from '../contract/config';
import { pairsOf } from '../contract/dataset';
import { AppError } from '../contract/errors';
import { renderError } from '../contract/messages/render';
import type { DoneEvent } from '../contract/metrics';
import { runFiles } from '../contract/run';
import { openStore } from '../data/build-store';
import { inspectDataset } from '../data/inspect';
import { storeGeometry } from '../data/store';
import { newestCheckpoint, restoreCheckpoint } from './checkpoint';
import { trainLoop, type RunListener } from './loop';
import { truncateMetrics } from './metrics-log';
import { prepareModel, startEvent } from './prepare';
import { readRunRecord, writeRunRecord } from './record';
import { reportProblems } from './train';

/** What a resumed run may change; the networks and the data stay. */
export type RunChanges = Partial<Pick<TrainConfig, 'epochs' | 'steps' | 'lambda' | 'learningRate'>>;

/**
 * Trains a run to its end, from its newest whole checkpoint. Metrics after that checkpoint are cut off and written anew.
 *
 * @throws AppError, among them `run-missing`, `checkpoint-none`, `run-finished`, `run-dataset-changed`.
 */
export async function resumeRun(
  request: { readonly run: string; readonly changes: RunChanges },
  listener: RunListener,
  stop: AbortSignal,
): Promise<DoneEvent> {
  const { run } = request;
  const record = await readRunRecord(run);
  const { checkpoint, skipped } = await newestCheckpoint(run);
  for (const { folder, reason } of skipped) {
    const error = { code: 'checkpoint-fallback', data: { damaged: folder, used: checkpoint.folder, reason } } as const;
    listener.event({ type: 'warning', code: error.code, message: renderError(error, 'en'), error });
  }
  const config = changedConfig(record.config, request.changes);
  const { step } = checkpoint.state;
  const total = totalSteps(config, record.dataset.trainPairs);
  if (step >= total) {
    throw new AppError('run-finished', { path: run, step, total });
  }
  const report = await inspectDataset(record.dataset.path, { seed: config.seed });
  if (report.fingerprint !== record.dataset.fingerprint) {
    throw new AppError('run-dataset-changed', { path: run, dataset: record.dataset.path });
  }
  reportProblems(report, listener);
  const store = await openStore(report, storeGeometry(config));
  try {
    const { model, device } = await prepareModel(config);
    try {
      restoreCheckpoint(model, checkpoint);
      await truncateMetrics(join(run, runFiles.metrics), step);
      await writeRunRecord(run, { ...record, config });
      listener.event(startEvent(run, config, store, device, step, totalSteps(config, pairsOf(report, 'train').length)));
      const training = { run, config, store, model, firstStep: step, totalSteps: total };
      return await trainLoop({ ...training, datasetFingerprint: report.fingerprint }, listener, stop);
    } finally {
      model.dispose();
    }
  } finally {
    await store.close();
  }
}

/** A new number of epochs counts by epochs again, even where the run was started with a number of steps. */
function changedConfig(config: TrainConfig, changes: RunChanges): TrainConfig {
  const byEpochs = changes.epochs !== undefined && changes.steps === undefined;
  return parseTrainConfig({ ...config, ...changes, ...(byEpochs ? { steps: null } : {}) });
}
