/** Putting a run folder back to a step: what came after it goes, and what was left half done goes. */
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeError } from '../contract/errors';
import { runFiles, stepFolder, stepOfFolder } from '../contract/run';
import { partialMark } from '../data/whole-folder';
import { truncateMetrics } from './metrics-log';
import { nameLatest } from './saver';

/**
 * Cuts metrics and samples after a step, whose checkpoint becomes the latest one (but there is none at step 0). The
 * caller holds the run's lock.
 *
 * @throws AppError `disk-full` or `write-failed`.
 */
export async function rewindRun(run: string, step: number): Promise<void> {
  const checkpoints = join(run, runFiles.checkpoints);
  const samples = join(run, runFiles.samples);
  try {
    // A copy or an archive of a run may have lost them if they were empty.
    await mkdir(checkpoints, { recursive: true });
    await mkdir(samples, { recursive: true });
    await truncateMetrics(join(run, runFiles.metrics), step);
    await removeEntries(samples, (name) => (stepOfFolder(name) ?? 0) > step || name.includes(partialMark));
    await removeEntries(checkpoints, (name) => name.includes(partialMark));
    // Another process may just be trying to get the lock.
    await removeEntries(run, (name) => name.includes(partialMark) && !name.startsWith(runFiles.lock));
    if ((await readdir(checkpoints)).includes(stepFolder(step))) {
      await nameLatest(checkpoints, step);
    }
  } catch (error) {
    throw writeError(run, error);
  }
}

async function removeEntries(folder: string, isOld: (name: string) => boolean): Promise<void> {
  const names = (await readdir(folder)).filter(isOld);
  await Promise.all(names.map((name) => rm(join(folder, name), { recursive: true, force: true })));
}
