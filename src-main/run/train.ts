/** Starting a new run. */
import { totalSteps, type TrainConfig } from '../contract/config';
import type { DatasetReport } from '../contract/dataset';
import { pairsOf } from '../contract/dataset';
import { renderError } from '../contract/messages/render';
import type { DoneEvent } from '../contract/metrics';
import { runFormat } from '../contract/run';
import { openStore } from '../data/build-store';
import { inspectDataset } from '../data/inspect';
import { storeGeometry } from '../data/store';
import { versions } from '../engine/device';
import { trainLoop, type RunListener } from './loop';
import { prepareModel, startEvent } from './prepare';
import { createRun, refuseUsedRunFolder } from './record';

export type { RunListener } from './loop';

/**
 * Trains a new run on a folder of pairs. Aborting `stop` finishes the step under way, saves and resolves with
 * `complete: false`.
 *
 * @throws AppError, among them `run-exists`, `dataset-no-pairs`, `gpu-missing`, `disk-full`, `loss-not-finite`.
 */
export async function startRun(
  request: { readonly dataset: string; readonly run: string; readonly config: TrainConfig },
  listener: RunListener,
  stop: AbortSignal,
): Promise<DoneEvent> {
  const { dataset, run, config } = request;
  await refuseUsedRunFolder(run);
  const report = await inspectDataset(dataset, { seed: config.seed });
  reportProblems(report, listener);
  const store = await openStore(report, storeGeometry(config));
  try {
    const { model, device } = await prepareModel(config);
    try {
      model.initialise([config.seed, 0]);
      const trainPairs = pairsOf(report, 'train').length;
      const total = totalSteps(config, trainPairs);
      await createRun(run, {
        format: runFormat,
        created: new Date().toISOString(),
        config,
        dataset: {
          path: report.folder,
          fingerprint: report.fingerprint,
          trainPairs,
          testPairs: pairsOf(report, 'test').length,
        },
        versions: await versions(),
      });
      listener.event(startEvent(run, config, store, device, 0, total));
      const training = { run, config, store, model, firstStep: 0, totalSteps: total };
      return await trainLoop({ ...training, datasetFingerprint: report.fingerprint }, listener, stop);
    } finally {
      model.dispose();
    }
  } finally {
    await store.close();
  }
}

/** Files that were set aside do not stop a run, but are told. The front end renders the code in its own language. */
export function reportProblems(report: DatasetReport, listener: RunListener): void {
  for (const { error } of report.problems) {
    listener.event({ type: 'warning', code: error.code, message: renderError(error, 'en'), error });
  }
}
