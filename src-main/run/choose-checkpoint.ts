/** The checkpoint that a person names: the newest, the best, or the one of a step. */
import { join } from 'node:path';
import { AppError } from '../contract/errors';
import type { CheckpointChoice } from '../contract/export';
import { runFiles, stepFolder, type CheckpointState } from '../contract/run';
import { bestOf, checkpointSteps, readCheckpointState } from '../runfolder/checkpoints';
import { newestCheckpoint, verifyCheckpoint, type Checkpoint, type SkippedCheckpoint } from './checkpoint';

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
  const steps = await checkpointSteps(run);
  if (!steps.includes(choice)) {
    throw steps.length === 0
      ? new AppError('checkpoint-none', { path: run })
      : new AppError('checkpoint-missing', { path: run, step: choice, known: steps.join(', ') });
  }
  return { checkpoint: await verifyCheckpoint(join(run, runFiles.checkpoints, stepFolder(choice))), skipped: [] };
}

async function bestCheckpoint(run: string): Promise<ChosenCheckpoint> {
  const skipped: SkippedCheckpoint[] = [];
  let left = await Promise.all((await checkpointSteps(run)).map((step) => measured(run, step)));
  while (left.length > 0) {
    // Where none was measured, the newest.
    const best = bestOf(left) ?? left.at(-1);
    const folder = join(run, runFiles.checkpoints, stepFolder(best?.step ?? 0));
    left = left.filter((other) => other !== best);
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

async function measured(run: string, step: number): Promise<Pick<CheckpointState, 'step' | 'validationL1'>> {
  const validationL1 = await readCheckpointState(run, step).then(
    (state) => state.validationL1,
    () => null,
  );
  return { step, validationL1 };
}
