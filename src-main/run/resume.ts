/** Going on from the newest whole checkpoint. */
import { join } from 'node:path';
import type { TrainConfig } from '../contract/config';
import { totalSteps } from '../contract/steps';
import { pairsOf, type DatasetReport } from '../contract/dataset';
import { AppError } from '../contract/errors';
import type { DoneEvent } from '../contract/metrics';
import { runFiles, type RunRecord } from '../contract/run';
import { inspectDataset } from '../data/inspect';
import { versions } from '../engine/device';
import { changeableFields, changedConfig, changesBetween, type RunChanges } from './changes';
import { findCheckpoint, restoreCheckpoint, type Checkpoint, type SkippedCheckpoint } from './checkpoint';
import type { RunControls } from './controls';
import { withLock } from './lock';
import { trainLoop, type RunListener } from './loop';
import { startEvent, withModel, withStore } from './prepare';
import { writeRunRecord } from './record';
import { readRunRecord } from '../runfolder/record';
import { rewindRun } from './rewind';
import { initialSeed, reportMemory, reportProblems, warn } from './train';

/** What may differ between a checkpoint and `run.json` without making it another training. */
const freeFields: readonly (keyof TrainConfig)[] = [
  ...changeableFields,
  'preset',
  'checkpointEvery',
  'checkpointEverySteps',
  'sampleEvery',
  'device',
  'deterministic',
  'noiseAtInference',
];

export interface ResumeRequest {
  readonly run: string;
  readonly changes: RunChanges;
  /** Where the dataset is now, if it has moved. */
  readonly dataset?: string | null;
  /** Go on with pictures that are not those of before. */
  readonly acceptNewDataset?: boolean;
}

/**
 * Trains a run to its end, from its newest whole checkpoint, or from the beginning when it died before its first one.
 * What came after that checkpoint is cut off and made anew.
 *
 * @throws AppError, among them `run-missing`, `run-locked`, `run-lock-lost`, `run-finished`, `run-config-changed`,
 *   `run-dataset-changed`, `run-dataset-missing`, `checkpoint-damaged` when no checkpoint is whole any more.
 */
export async function resumeRun(
  request: ResumeRequest,
  listener: RunListener,
  stop: AbortSignal,
  controls?: RunControls,
): Promise<DoneEvent> {
  const { run } = request;
  // Before the lock, so that a folder that is no run is not written into.
  await readRunRecord(run);
  return withLock(run, async (lock) => {
    const { checkpoint, skipped } = await findCheckpoint(run);
    reportSkipped(checkpoint, skipped, listener);
    const before = await readRunRecord(run);
    requireSameTraining(run, before.config, checkpoint?.state.config);
    const config = changedConfig(before.config, request.changes);
    const report = await currentDataset(request, before);
    const step = checkpoint?.state.step ?? 0;
    const total = totalSteps(config, pairsOf(report, 'train').length);
    if (step >= total) {
      throw new AppError('run-finished', { path: run, step, total });
    }
    reportProblems(report, listener);
    return withStore(report, config, (store) =>
      withModel(config, async (model, device) => {
        await reportMemory(config, listener);
        if (checkpoint === null) {
          model.initialise(initialSeed(config));
        } else {
          restoreCheckpoint(model, checkpoint);
        }
        await lock.requireHeld();
        await rewindRun(run, step);
        // Changes after the checkpoint are undone with its steps; their values hold from the checkpoint on.
        const origin = checkpoint?.state ?? { config: before.config, changes: [] };
        const changes = [...origin.changes, ...changesBetween(origin.config, config, step)];
        const record: RunRecord = { ...before, config, changes, dataset: datasetOf(report) };
        await writeRunRecord(run, record);
        listener.event(startEvent(run, record, store, device, step, total));
        const position = { firstStep: step, totalSteps: total, checkpointsBefore: checkpoint?.state.ordinal ?? 0 };
        return trainLoop(
          { run, lock, record, versions: await versions(), store, model, ...position },
          listener,
          stop,
          controls,
        );
      }),
    );
  });
}

/**
 * The run's pictures, where they are now.
 *
 * @throws AppError `run-dataset-missing`, or `run-dataset-changed` when other ones were not asked for.
 */
export async function currentDataset(
  { run, dataset = null, acceptNewDataset = false }: Omit<ResumeRequest, 'changes'>,
  record: RunRecord,
): Promise<DatasetReport> {
  const path = dataset ?? record.dataset.path;
  const options = { ...record.config, training: record.config };
  const report = await inspectDataset(path, options).catch((error: unknown) => {
    const hasMoved = dataset === null && error instanceof AppError && error.code === 'dataset-missing';
    throw hasMoved ? new AppError('run-dataset-missing', { path: run, dataset: path }) : error;
  });
  if (report.fingerprint !== record.dataset.fingerprint && !acceptNewDataset) {
    throw new AppError('run-dataset-changed', { path: run, dataset: path });
  }
  return report;
}

function datasetOf(report: DatasetReport): RunRecord['dataset'] {
  const [trainPairs, testPairs] = [pairsOf(report, 'train').length, pairsOf(report, 'test').length];
  return { path: report.folder, fingerprint: report.fingerprint, trainPairs, testPairs };
}

/** Checkpoints that were passed over are told; when none is whole, nothing is begun anew without being asked. */
function reportSkipped(
  checkpoint: Checkpoint | null,
  skipped: readonly SkippedCheckpoint[],
  listener: RunListener,
): void {
  for (const { folder, reason } of skipped) {
    if (checkpoint === null) {
      throw new AppError('checkpoint-damaged', { path: folder, reason });
    }
    warn(listener, { code: 'checkpoint-fallback', data: { damaged: folder, used: checkpoint.folder, reason } });
  }
}

/** `run.json` can be edited; what the checkpoint was trained with cannot be changed by that. */
function requireSameTraining(run: string, found: TrainConfig, trained: TrainConfig = found): void {
  for (const [field, value] of Object.entries(trained)) {
    const now: unknown = Object.entries(found).find(([name]) => name === field)?.[1];
    if (now !== value && !freeFields.some((free) => free === field)) {
      const path = join(run, runFiles.record);
      throw new AppError('run-config-changed', { path, field, trained: String(value), found: String(now) });
    }
  }
}
