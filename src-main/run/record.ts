/** `run.json`: making a run folder and keeping its record. */
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, systemCode, writeError } from '../contract/errors';
import { runFiles, type RunRecord } from '../contract/run';
import { replaceFile } from '../data/whole-folder';
import { prettyJson } from './pretty-json';

/**
 * Makes the folders of a new run; it is one when `run.json` is there.
 *
 * @throws AppError `run-exists` when something is there already, `disk-full`, `write-failed`.
 */
export async function makeRunFolders(folder: string): Promise<void> {
  await refuseUsedRunFolder(folder);
  try {
    await mkdir(join(folder, runFiles.checkpoints), { recursive: true });
    await mkdir(join(folder, runFiles.samples), { recursive: true });
  } catch (error) {
    throw writeError(folder, error);
  }
}

/** @throws AppError `run-exists` when the folder has more in it than a start leaves that was cut off. */
export async function refuseUsedRunFolder(folder: string): Promise<void> {
  const entries = await entriesOf(folder, folder);
  const started = [runFiles.checkpoints, runFiles.samples];
  const inside = await Promise.all(started.map((name) => entriesOf(join(folder, name), folder)));
  const isOurs = (name: string): boolean => started.some((own) => own === name) || name.startsWith(runFiles.lock);
  if (!entries.every(isOurs) || inside.flat().length > 0) {
    throw new AppError('run-exists', { path: folder });
  }
}

async function entriesOf(folder: string, run: string): Promise<readonly string[]> {
  return readdir(folder).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') {
      return [];
    }
    throw systemCode(error) === 'ENOTDIR' ? new AppError('run-exists', { path: run }) : writeError(run, error);
  });
}

/** Replaces `run.json` at once. */
export async function writeRunRecord(folder: string, record: RunRecord): Promise<void> {
  await replaceFile(join(folder, runFiles.record), prettyJson(record));
}
