/** Reading checkpoints; `saver.ts` writes them. */
import { dirname, join, relative } from 'node:path';
import { AppError } from '../contract/errors';
import { reasonOf } from '../contract/messages/reason';
import {
  checkpointFiles,
  formatOf,
  parseCheckpointManifest,
  parseCheckpointState,
  runFiles,
  runFormat,
  stepFolder,
  type CheckpointManifest,
  type CheckpointState,
} from '../contract/run';
import type { CompiledModel } from '../engine/compiled';
import { fileLimits } from '../files/limits';
import { readPlainText } from '../files/plain-file';
import { checkpointSteps } from '../runfolder/checkpoints';
import { modelConfig } from './model-config';
import { checkpointBytes } from './saver';
import { sealFiles } from './seal';

export interface Checkpoint {
  /** Absolute or as the run's own path. */
  readonly folder: string;
  readonly state: CheckpointState;
}

/** A damaged checkpoint that was passed over. */
export interface SkippedCheckpoint {
  readonly folder: string;
  readonly reason: string;
}

/**
 * The newest whole checkpoint, or null when there is none, with those that are newer but damaged.
 *
 * @throws AppError `run-newer` as `verifyCheckpoint`.
 */
export async function findCheckpoint(
  run: string,
): Promise<{ readonly checkpoint: Checkpoint | null; readonly skipped: readonly SkippedCheckpoint[] }> {
  const skipped: SkippedCheckpoint[] = [];
  for (const step of [...(await checkpointSteps(run))].reverse()) {
    const folder = join(run, runFiles.checkpoints, stepFolder(step));
    try {
      return { checkpoint: await verifyCheckpoint(folder), skipped };
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'checkpoint-damaged') {
        throw error;
      }
      skipped.push({ folder, reason: reasonOf(error.cause) });
    }
  }
  return { checkpoint: null, skipped };
}

/**
 * The newest whole checkpoint, with those that are newer but damaged.
 *
 * @throws AppError `checkpoint-none` when there is no whole one, `run-newer`.
 */
export async function newestCheckpoint(
  run: string,
): Promise<{ readonly checkpoint: Checkpoint; readonly skipped: readonly SkippedCheckpoint[] }> {
  const { checkpoint, skipped } = await findCheckpoint(run);
  if (checkpoint === null) {
    throw new AppError('checkpoint-none', { path: run });
  }
  return { checkpoint, skipped };
}

/**
 * Reads a checkpoint's state after comparing every file with the manifest.
 *
 * @throws AppError `checkpoint-damaged`, whose reason names the file; `run-newer` for one that a newer version wrote.
 */
export async function verifyCheckpoint(folder: string): Promise<Checkpoint> {
  try {
    const manifest = await readRecord(folder, runFiles.manifest, parseCheckpointManifest);
    const state = await readRecord(folder, runFiles.state, parseCheckpointState);
    requireSizes(manifest, state);
    const files = Object.entries(manifest.files);
    const seals = await sealFiles(
      files.map(([name, { bytes }]) => ({ path: join(folder, name), sync: false, floats: false, longest: bytes })),
    );
    for (const [index, [name, expected]] of files.entries()) {
      if (seals[index]?.bytes !== expected.bytes || seals[index].sha256 !== expected.sha256) {
        throw new Error(`${name} is not as it was written`);
      }
    }
    return { folder, state };
  } catch (error) {
    await refuseNewer(folder);
    throw new AppError('checkpoint-damaged', { path: folder, reason: reasonOf(error) }, { cause: error });
  }
}

/** What it says of itself is the most that is read of it: no more than such a checkpoint can have. */
function requireSizes({ files }: CheckpointManifest, { config }: CheckpointState): void {
  const most: Readonly<Record<keyof CheckpointManifest['files'], number>> = {
    [checkpointFiles.index]: fileLimits.index,
    [checkpointFiles.data]: checkpointBytes(modelConfig(config)),
    [checkpointFiles.state]: fileLimits.record,
  };
  for (const name of Object.values(checkpointFiles)) {
    if (files[name].bytes > most[name]) {
      throw new Error(`${name} is larger than that of such networks`);
    }
  }
}

/** A newer version says so in both records; a number in one of them alone is damage. */
async function refuseNewer(folder: string): Promise<void> {
  const formats = await Promise.all(
    [runFiles.manifest, runFiles.state].map((name) => readRecord(folder, name, formatOf).catch(() => 0)),
  );
  const format = Math.min(...formats);
  if (format > runFormat) {
    throw new AppError('run-newer', { path: dirname(dirname(folder)), format, supported: runFormat });
  }
}

/**
 * Gives the model the checkpoint's variables.
 *
 * @throws AppError `checkpoint-damaged` when TensorFlow refuses them; `disk-full`, `write-failed` as `withPlainFolder`.
 */
export function restoreCheckpoint(model: Pick<CompiledModel, 'restore'>, { folder }: Checkpoint): void {
  try {
    model.restore(join(folder, runFiles.model));
  } catch (error) {
    if (error instanceof AppError) {
      throw error;
    }
    throw new AppError('checkpoint-damaged', { path: folder, reason: reasonOf(error) }, { cause: error });
  }
}

async function readRecord<T>(folder: string, name: string, parse: (value: unknown) => T): Promise<T> {
  // Below the run, so that no link of its own leads out of it.
  const run = dirname(dirname(folder));
  const text = await readPlainText(run, relative(run, join(folder, name)), fileLimits.record);
  try {
    if (!text.endsWith('\n')) {
      throw new Error('its end is missing');
    }
    return parse(JSON.parse(text));
  } catch (error) {
    throw new Error(`${name} is not as it was written`, { cause: error });
  }
}
