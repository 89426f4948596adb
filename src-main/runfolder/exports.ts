/** Reading what an export says of itself. */
import { join, relative } from 'node:path';
import { exportFiles, parseExportManifest, type ExportManifest } from '../contract/export';
import { systemCode } from '../contract/errors';
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
