/** Checkpoints: whole or absent. The manifest is written last, and the folder gets its name only after it. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AppError, systemCode, writeError } from '../contract/errors';
import {
  parseCheckpointManifest,
  parseCheckpointState,
  runFiles,
  runFormat,
  stepFolder,
  stepOfFolder,
  type CheckpointManifest,
  type CheckpointState,
} from '../contract/run';
import { makeWholeFolder, writeDurably } from '../data/whole-folder';
import type { CompiledModel } from '../engine/compiled';
import { prettyJson, replaceFile, syncFile, syncFolder } from './durable';
import { reasonOf } from './record';

/** Older ones are removed once a new one is whole. */
const keptCheckpoints = 5;

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
 * Writes the model's variables and the run's state.
 *
 * @returns the checkpoint's folder
 * @throws AppError `disk-full` or `write-failed`; earlier checkpoints are untouched.
 */
export async function saveCheckpoint(run: string, model: CompiledModel, state: CheckpointState): Promise<string> {
  const parent = join(run, runFiles.checkpoints);
  const folder = join(parent, stepFolder(state.step));
  if (await isWhole(folder)) {
    return folder;
  }
  await rm(folder, { recursive: true, force: true });
  await makeWholeFolder(folder, async (temporary) => {
    saveVariables(model, join(temporary, runFiles.model), folder);
    await writeDurably(join(temporary, runFiles.state), prettyJson(state));
    const names = (await readdir(temporary)).sort();
    const entries = await Promise.all(
      names.map(async (name) => {
        await syncFile(join(temporary, name));
        return [name, await fingerprint(join(temporary, name))] as const;
      }),
    );
    const manifest: CheckpointManifest = { format: runFormat, files: Object.fromEntries(entries) };
    await writeDurably(join(temporary, runFiles.manifest), prettyJson(manifest));
    await syncFolder(temporary);
  });
  await syncFolder(parent);
  await replaceFile(join(parent, runFiles.latest), `${stepFolder(state.step)}\n`);
  await prune(parent);
  return folder;
}

/**
 * The newest whole checkpoint, with those that are newer but damaged.
 *
 * @throws AppError `checkpoint-none` when there is no whole one.
 */
export async function newestCheckpoint(
  run: string,
): Promise<{ readonly checkpoint: Checkpoint; readonly skipped: readonly SkippedCheckpoint[] }> {
  const parent = join(run, runFiles.checkpoints);
  const skipped: SkippedCheckpoint[] = [];
  for (const name of (await checkpointNames(parent)).reverse()) {
    const folder = join(parent, name);
    try {
      return { checkpoint: await verifyCheckpoint(folder), skipped };
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'checkpoint-damaged') {
        throw error;
      }
      skipped.push({ folder, reason: reasonOf(error.cause) });
    }
  }
  throw new AppError('checkpoint-none', { path: run });
}

/**
 * Reads a checkpoint's state after comparing every file with the manifest.
 *
 * @throws AppError `checkpoint-damaged`.
 */
export async function verifyCheckpoint(folder: string): Promise<Checkpoint> {
  try {
    const manifest = parseCheckpointManifest(await readJson(join(folder, runFiles.manifest)));
    for (const [name, expected] of Object.entries(manifest.files)) {
      const found = await fingerprint(join(folder, name));
      if (found.bytes !== expected.bytes || found.sha256 !== expected.sha256) {
        throw new Error(`${name} is not as it was written`);
      }
    }
    return { folder, state: parseCheckpointState(await readJson(join(folder, runFiles.state))) };
  } catch (error) {
    throw new AppError('checkpoint-damaged', { path: folder, reason: reasonOf(error) }, { cause: error });
  }
}

/**
 * Gives the model the checkpoint's variables.
 *
 * @throws AppError `checkpoint-damaged` when TensorFlow refuses them.
 */
export function restoreCheckpoint(model: CompiledModel, { folder }: Checkpoint): void {
  try {
    model.restore(join(folder, runFiles.model));
  } catch (error) {
    throw new AppError('checkpoint-damaged', { path: folder, reason: reasonOf(error) }, { cause: error });
  }
}

/** Names of the checkpoint folders, oldest first. */
export async function checkpointNames(parent: string): Promise<string[]> {
  const names = await readdir(parent).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') {
      return [];
    }
    throw error;
  });
  return names.filter((name) => stepOfFolder(name) !== null).sort();
}

function saveVariables(model: CompiledModel, prefix: string, folder: string): void {
  try {
    model.save(prefix);
  } catch (error) {
    throw writeError(folder, error);
  }
}

async function prune(parent: string): Promise<void> {
  const old = (await checkpointNames(parent)).slice(0, -keptCheckpoints);
  await Promise.all(old.map((name) => rm(join(parent, name), { recursive: true, force: true })));
}

async function isWhole(folder: string): Promise<boolean> {
  const there = await stat(folder).catch(() => null);
  return (
    there !== null &&
    (await verifyCheckpoint(folder).then(
      () => true,
      () => false,
    ))
  );
}

async function fingerprint(path: string): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const hash = createHash('sha256');
  const { size } = await stat(path);
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  return { bytes: size, sha256: hash.digest('hex') };
}

async function readJson(path: string): Promise<unknown> {
  return JSON.parse(await readFile(path, 'utf8'));
}
