/** Reads datasets in a process that can do it without holding up the window. */
import { isAppError } from '../contract/errors';
import type { TrainerReplies } from '../contract/trainer';
import type { RequestBody, TrainerHost } from './trainer-host';

/**
 * Asks the trainer; while it has a run, whose steps leave little time for anything else, a process of its own that ends
 * with the answer.
 *
 * @param startReader makes a host for such a process
 * @throws AppError as the trainer's answer, and `trainer-stopped`
 */
export async function inspect(
  trainer: TrainerHost,
  startReader: () => TrainerHost,
  body: RequestBody<'inspect'>,
): Promise<TrainerReplies['inspect']> {
  try {
    return await trainer.request('inspect', body);
  } catch (error) {
    if (!isAppError(error) || error.code !== 'trainer-busy') {
      throw error;
    }
  }
  const reader = startReader();
  try {
    return await reader.request('inspect', body);
  } finally {
    reader.end();
  }
}
