/** A run's checkpoints, as far as their records say: whether their files are whole, `run/checkpoint.ts` finds out. */
import { join } from 'node:path';
import { systemCode } from '../contract/errors';
import { parseCheckpointState, runFiles, stepFolder, stepOfFolder, type CheckpointState } from '../contract/run';
import { fileLimits } from '../files/limits';
import { listPlainFolder, readPlainText } from '../files/plain-file';

/**
 * Steps that have a checkpoint's folder, oldest first.
 *
 * @throws AppError `file-refused`; Error of the file system
 */
export function checkpointSteps(run: string): Promise<readonly number[]> {
  return stepsIn(run, runFiles.checkpoints);
}

/** Steps that have a sample's folder, oldest first. @throws as `checkpointSteps` */
export function sampleSteps(run: string): Promise<readonly number[]> {
  return stepsIn(run, runFiles.samples);
}

/** @throws AppError `file-refused`, `file-too-large`; Error of the file system, or of what is no such record */
export async function readCheckpointState(run: string, step: number): Promise<CheckpointState> {
  const name = join(runFiles.checkpoints, stepFolder(step), runFiles.state);
  return parseCheckpointState(JSON.parse(await readPlainText(run, name, fileLimits.record)));
}

/** The step that `latest` names, or null. */
export async function latestCheckpointStep(run: string): Promise<number | null> {
  const name = join(runFiles.checkpoints, runFiles.latest);
  return readPlainText(run, name, fileLimits.line).then(
    (text) => stepOfFolder(text.trim()),
    () => null,
  );
}

/** A folder that is not there has none. */
async function stepsIn(run: string, folder: string): Promise<readonly number[]> {
  const names = await listPlainFolder(run, folder).catch((error: unknown) => {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(error) ?? '')) {
      return [];
    }
    throw error;
  });
  return names
    .map(stepOfFolder)
    .filter((step) => step !== null)
    .sort((a, b) => a - b);
}

/** The one with the lowest validation L1, the later of two that are as good; null where none was measured. */
export function bestOf<T extends Pick<CheckpointState, 'step' | 'validationL1'>>(checkpoints: readonly T[]): T | null {
  const measured = checkpoints.filter(({ validationL1 }) => validationL1 !== null);
  return measured.sort((a, b) => (a.validationL1 ?? 0) - (b.validationL1 ?? 0) || b.step - a.step)[0] ?? null;
}
