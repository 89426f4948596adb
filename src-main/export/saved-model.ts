/** A TensorFlow SavedModel, of which the run's export is one file. */
import { exportFiles, type ExportOptions } from '../contract/export';
import { versions } from '../engine/device';
import { savedModel } from '../saved-model/saved-model';
import type { FileSink } from './export-folder';
import type { FormatFacts } from './format';
import type { ExportSource } from './source';

export async function writeSavedModel(
  { architecture, weights }: ExportSource,
  { precision, noise }: ExportOptions,
  files: FileSink,
): Promise<FormatFacts> {
  const { tensorflow } = await versions();
  const { bytes, functions } = savedModel(weights, { architecture, precision, noise, tensorflow });
  await files.add(exportFiles.savedModel, bytes);
  return { layout: 'NHWC', opset: null, functions };
}
