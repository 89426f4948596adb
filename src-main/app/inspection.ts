/** Reads a dataset in a process that can decode pictures. */
import { isAppError } from '../contract/errors';
import type { DatasetReport } from '../contract/dataset';
import type { TrainerHost } from './trainer-host';

/**
 * Asks the trainer; while it has a run, whose steps leave little time for anything else, a process of its own that ends
 * with the answer.
 *
 * @param startReader makes a host for such a process
 * @throws AppError as `inspectDataset`, and `trainer-stopped`
 */
export async function inspect(
  trainer: TrainerHost,
  startReader: () => TrainerHost,
  dataset: string,
): Promise<DatasetReport> {
  try {
    return await trainer.request('inspect', { dataset });
  } catch (error) {
    if (!isAppError(error) || error.code !== 'trainer-busy') {
      throw error;
    }
  }
  const reader = startReader();
  try {
    return await reader.request('inspect', { dataset });
  } finally {
    reader.end();
  }
}
