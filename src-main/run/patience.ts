/** Waiting out a disk that is full, read-only or gone. */
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '../contract/errors';

/** How often it is tried again. */
const retryMilliseconds = 1000;

export interface Patience {
  /** Ends the waiting. */
  readonly stop: AbortSignal;
  /** Told once, when the waiting begins. */
  readonly paused: (error: AppError) => void;
  /** Told when what had been refused was written. */
  readonly continued: () => void;
}

/**
 * Writes; when the disk refuses, tries again until it is done.
 *
 * @throws AppError `disk-full` or `write-failed` when a stop is asked for and the last try failed too; any other error
 *   of `write` at once.
 */
export async function writePatiently<T>(write: () => Promise<T>, { stop, paused, continued }: Patience): Promise<T> {
  for (let isWaiting = false; ; isWaiting = true) {
    const isLast = stop.aborted;
    try {
      const result = await write();
      if (isWaiting) {
        continued();
      }
      return result;
    } catch (error) {
      if (isLast || !isDiskTrouble(error)) {
        throw error;
      }
      if (!isWaiting) {
        paused(error);
      }
    }
    await delay(retryMilliseconds, undefined, { signal: stop }).catch(() => undefined);
  }
}

/** Whether a write failed for a reason that may pass. */
export function isDiskTrouble(error: unknown): error is AppError {
  return error instanceof AppError && (error.code === 'disk-full' || error.code === 'write-failed');
}
