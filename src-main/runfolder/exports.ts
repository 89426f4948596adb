/** Reading what an export says of itself. */
import { join, relative } from 'node:path';
import { exportFiles, parseExportManifest, type ExportManifest } from '../contract/export';
import { AppError, isAppError, systemCode } from '../contract/errors';
import { reasonOf } from '../contract/messages/reason';
import { fileLimits } from '../files/limits';
import { readPlainText } from '../files/plain-file';

/**
 * `manifest.json` of an export's folder; null where there is none.
 *
 * @param root a folder that the export's must not lead out of, where a person did not choose the export itself
 * @throws AppError `file-refused`, `file-too-large`; Error of the file system, or of what is no such manifest
 */
export async function readExportManifest(folder: string, root = folder): Promise<ExportManifest | null> {
  const name = relative(root, join(folder, exportFiles.manifest));
  const text = await readPlainText(root, name, fileLimits.record).catch((error: unknown) => {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(error) ?? '')) {
      return null;
    }
    throw error;
  });
  return text === null ? null : parseExportManifest(JSON.parse(text));
}

/** The same for a person's eyes. @throws AppError `export-damaged` */
export function requireExportManifest(folder: string): Promise<ExportManifest | null> {
  return readExportManifest(folder).catch((error: unknown) => {
    // Of other errors than these, the text does not say which file it was.
    const reason = systemCode(error) === null && !isAppError(error) ? notAsWritten : reasonOf(error);
    throw new AppError('export-damaged', { path: folder, reason }, { cause: error });
  });
}

/** What a person is told when an export cannot be used; an error with a sentence of its own keeps it. */
export function exportError(folder: string, error: unknown): AppError {
  return isAppError(error)
    ? error
    : new AppError('export-damaged', { path: folder, reason: reasonOf(error) }, { cause: error });
}

const notAsWritten = `${exportFiles.manifest} is not as it was written`;
