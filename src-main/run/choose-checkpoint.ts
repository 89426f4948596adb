/** The checkpoint that a person names: the newest, the best, or the one of a step. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../contract/errors';
import type { CheckpointChoice } from '../contract/export';
import { parseCheckpointState, runFiles, stepFolder, stepOfFolder } from '../contract/run';
import {
  checkpointNames,
  newestCheckpoint,
  verifyCheckpoint,
  type Checkpoint,
  type SkippedCheckpoint,
} from './checkpoint';

export interface ChosenCheckpoint {
  readonly checkpoint: Checkpoint;
  /** Damaged ones that would have been preferred. */
  readonly skipped: readonly SkippedCheckpoint[];
}

/**
 * A checkpoint whose files are as they were written. `best` has the lowest validation L1; where none was measured, it is
 * the newest.
 *
 * @throws AppError `checkpoint-none`, `checkpoint-missing` for a step that has none, `checkpoint-damaged` for a step
 *   whose checkpoint is not whole.
 */
export async function chooseCheckpoint(run: string, choice: CheckpointChoice): Promise<ChosenCheckpoint> {
  if (choice === 'latest') {
    return newestCheckpoint(run);
  }
  if (choice === 'best') {
    return bestCheckpoint(run);
  }
  const names = await checkpointNames(join(run, runFiles.checkpoints));
  const name = stepFolder(choice);
  if (!names.includes(name)) {
    const known = names.map((other) => String(stepOfFolder(other))).join(', ');
    throw known === ''
      ? new AppError('checkpoint-none', { path: run })
      : new AppError('checkpoint-missing', { path: run, step: choice, known });
  }
  return { checkpoint: await verifyCheckpoint(join(run, runFiles.checkpoints, name)), skipped: [] };
}

async function bestCheckpoint(run: string): Promise<ChosenCheckpoint> {
  const parent = join(run, runFiles.checkpoints);
  const newestFirst = (await checkpointNames(parent)).reverse();
  const measured = await Promise.all(
    newestFirst.map(async (name) => ({ folder: join(parent, name), l1: await validationL1Of(join(parent, name)) })),
  );
  const skipped: SkippedCheckpoint[] = [];
  for (const { folder } of measured.sort((a, b) => a.l1 - b.l1)) {
    try {
      return { checkpoint: await verifyCheckpoint(folder), skipped };
    } catch (error) {
      if (!(error instanceof AppError) || error.value.code !== 'checkpoint-damaged') {
        throw error;
      }
      skipped.push({ folder, reason: error.value.data.reason });
    }
  }
  throw new AppError('checkpoint-none', { path: run });
}

/** Largest possible where it was not measured or cannot be read. */
async function validationL1Of(folder: string): Promise<number> {
  try {
    const state = parseCheckpointState(JSON.parse(await readFile(join(folder, runFiles.state), 'utf8')));
    return state.validationL1 ?? Number.MAX_VALUE;
  } catch {
    return Number.MAX_VALUE;
  }
}
