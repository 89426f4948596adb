/** Which checkpoints stay. */
import { bestOf } from '../runfolder/checkpoints';

/** The newest ones that always stay. */
const newestKept = 5;
/** One in this many stays for good, so that a long run can be gone back in. */
const everyKept = 10;

export interface KeptCheckpoint {
  readonly step: number;
  /** Its number in the run, from 1; null when it cannot be read: it counts as none of those that stay. */
  readonly ordinal: number | null;
  readonly validationL1: number | null;
}

/** The steps of those that go: all but the newest five, every tenth, and the one with the lowest validation L1. */
export function checkpointsToRemove(checkpoints: readonly KeptCheckpoint[]): readonly number[] {
  const readable = checkpoints.filter(({ ordinal }) => ordinal !== null).sort((a, b) => b.step - a.step);
  const newest = readable.slice(0, newestKept);
  const oldestOfNewest = newest.at(-1)?.step ?? 0;
  const best = bestOf(readable);
  return checkpoints
    .filter(
      ({ step, ordinal }) =>
        step < oldestOfNewest && step !== best?.step && (ordinal === null || ordinal % everyKept !== 0),
    )
    .map(({ step }) => step);
}
