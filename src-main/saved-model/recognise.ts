/**
 * The door to a SavedModel that somebody else may have made. A graph is a program: TensorFlow has operations that read,
 * write and delete files. So a file is used only if it is, byte for byte, what this program writes for the weights that
 * are in it; a stranger decides numbers, and nothing else.
 */
import { createHash } from 'node:crypto';
import { exportedBytes, exportFiles, type ExportManifest } from '../contract/export';
import { AppError } from '../contract/errors';
import { countParameters, generatorVariables } from '../core/variables';
import { readPlainFile } from '../files/plain-file';
import { readWeights } from './read-weights';
import { savedModel, type SavedModel } from './saved-model';

/** All but the weights: names, shapes and operations of up to three functions, some tens of kilobytes each. */
const graphBytes = 4 * 2 ** 20;

/**
 * Reads the SavedModel of an export's folder.
 *
 * @returns bytes that this process wrote itself, and which are those of the file
 * @throws AppError `export-damaged` for a file that is not the manifest's, `export-foreign` for any other that this
 *   program would not write, `file-refused`, `file-too-large`; Error of the file system
 */
export async function recogniseSavedModel(folder: string, manifest: ExportManifest): Promise<SavedModel> {
  const architecture = { size: manifest.size, ...manifest.network };
  const specs = generatorVariables(architecture);
  const longest = exportedBytes(countParameters(specs), manifest.format, manifest.precision) + graphBytes;
  const file = await readPlainFile(folder, exportFiles.savedModel, longest);
  try {
    const { precision, noise, versions } = manifest;
    const weights = readWeights(file, specs, precision === 'float16');
    const model = savedModel(weights, { architecture, precision, noise, tensorflow: versions.tensorflow });
    if (!file.equals(model.bytes)) {
      throw new Error('something in it is not as this program writes it');
    }
    return model;
  } catch (error) {
    const { sha256 } = manifest.files[exportFiles.savedModel] ?? {};
    const isDamaged = sha256 !== createHash('sha256').update(file).digest('hex');
    throw isDamaged
      ? new AppError('export-damaged', { path: folder, reason: `${exportFiles.savedModel} is not as it was written` })
      : new AppError('export-foreign', { path: folder }, { cause: error });
  }
}
