/** Reading `run.json`. */
import { AppError, systemCode } from '../contract/errors';
import { reasonOf } from '../contract/messages/reason';
import { readRunText, runFiles, type RunRecord } from '../contract/run';
import { fileLimits } from '../files/limits';
import { readPlainText } from '../files/plain-file';

/** @throws AppError `run-missing`, `run-newer` or `run-damaged`. */
export async function readRunRecord(folder: string): Promise<RunRecord> {
  const text = await readPlainText(folder, runFiles.record, fileLimits.record).catch((error: unknown) => {
    const missing = ['ENOENT', 'ENOTDIR'].includes(systemCode(error) ?? '');
    throw missing
      ? new AppError('run-missing', { path: folder })
      : new AppError('run-damaged', { path: folder, reason: reasonOf(error) }, { cause: error });
  });
  return readRunText(text, folder);
}
