/** Starting a new run. */
import type { TrainConfig } from '../contract/config';
import { totalSteps } from '../contract/steps';
import type { DatasetReport } from '../contract/dataset';
import { pairsOf } from '../contract/dataset';
import type { ErrorValue } from '../contract/errors';
import { describeMemory, isMemoryShort } from '../contract/memory';
import { renderError } from '../contract/messages/render';
import type { DoneEvent } from '../contract/metrics';
import { runFormat, type RunRecord } from '../contract/run';
import { inspectDataset } from '../data/inspect';
import { deviceReport, versions } from '../engine/device';
import type { Seed } from '../engine/model';
import type { RunControls } from './controls';
import { withLock } from './lock';
import { trainLoop, type RunListener } from './loop';
import { startEvent, withModel, withStore } from './prepare';
import { makeRunFolders, refuseUsedRunFolder, writeRunRecord } from './record';

export type { RunListener } from './loop';

/**
 * Trains a new run on a folder of pairs. Aborting `stop` finishes the step under way, saves and resolves with
 * `complete: false`.
 *
 * @throws AppError, among them `run-exists`, `run-locked`, `dataset-no-pairs`, `gpu-missing`, `out-of-memory`,
 *   `loss-not-finite`, `run-lock-lost`.
 */
export async function startRun(
  request: { readonly dataset: string; readonly run: string; readonly config: TrainConfig },
  listener: RunListener,
  stop: AbortSignal,
  controls?: RunControls,
): Promise<DoneEvent> {
  const { dataset, run } = request;
  await refuseUsedRunFolder(run);
  const report = await inspectDataset(dataset, { ...request.config, training: request.config });
  const { inputResizing, targetResizing } = report.recipe;
  // What was recognised is remembered: predictions read pictures as the training did.
  const config = { ...request.config, layout: report.layout, inputResizing, targetResizing };
  reportProblems(report, listener);
  const [trainPairs, testPairs] = [pairsOf(report, 'train').length, pairsOf(report, 'test').length];
  const total = totalSteps(config, trainPairs);
  return withStore(report, config, (store) =>
    withModel(config, async (model, device) => {
      await reportMemory(config, listener);
      model.initialise(initialSeed(config));
      await makeRunFolders(run);
      return withLock(run, async (lock) => {
        const { folder: path, fingerprint } = report;
        // As they were chosen for this machine: the run goes on elsewhere as it began.
        const { precision, xla } = model.config;
        const record: RunRecord = {
          format: runFormat,
          created: new Date().toISOString(),
          config: { ...config, precision, xla },
          dataset: { path, fingerprint, trainPairs, testPairs },
          versions: await versions(),
          changes: [],
        };
        await writeRunRecord(run, record);
        listener.event(startEvent(run, record, store, device, 0, total));
        const position = { firstStep: 0, totalSteps: total, checkpointsBefore: 0 };
        return trainLoop(
          { run, lock, record, versions: record.versions, store, model, ...position },
          listener,
          stop,
          controls,
        );
      });
    }),
  );
}

/** The seed of the variables' first values. */
export function initialSeed({ seed }: TrainConfig): Seed {
  return [seed, 0];
}

/** That the memory may not be enough is told before it is taken. A GPU's is not known. */
export async function reportMemory(config: TrainConfig, listener: RunListener): Promise<void> {
  const { kind, memoryBytes } = await deviceReport();
  if (kind === 'cpu' && isMemoryShort(config, memoryBytes)) {
    warn(listener, { code: 'memory-short', data: describeMemory(config, memoryBytes) });
  }
}

/** Files that were set aside do not stop a run, but are told. */
export function reportProblems(report: DatasetReport, listener: RunListener): void {
  for (const { error } of report.problems) {
    warn(listener, error);
  }
}

/** The front end renders the error in its own language. */
export function warn(listener: RunListener, error: ErrorValue): void {
  listener.event({ type: 'warning', code: error.code, message: renderError(error, 'en'), error });
}
