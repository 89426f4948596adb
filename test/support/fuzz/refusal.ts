/** What a program may answer to what it cannot use: an error of its catalogue. */
import { isAppError, type ErrorCode } from '../../../src-main/contract/errors';

/**
 * Does `work`; an error of the catalogue is as good as a result.
 *
 * @returns its code, or null when the work was done
 * @throws every other error, which is one that nobody thought of
 */
export async function refusalOf(work: () => Promise<unknown>): Promise<ErrorCode | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (isAppError(error) && error.value.code !== 'unexpected') {
      return error.value.code;
    }
    throw error;
  }
}
