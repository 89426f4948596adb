/** One function for all exports: a run's generator in another program's format, with its card and manifest. */
import { inputRecipeOf } from '../contract/config';
import { AppError, type ErrorValue } from '../contract/errors';
import {
  exportedBytes,
  exportFiles,
  manifestVersion,
  precisionsOf,
  type ExportFormat,
  type ExportManifest,
  type ExportOptions,
  type ExportProgress,
  type ExportResult,
} from '../contract/export';
import { versions } from '../engine/device';
import { prettyJson } from '../run/pretty-json';
import { HashedFiles, makeExportFolder, refuseUsedPlace } from './export-folder';
import type { FormatWriter } from './format';
import { modelCard } from './model-card';
import { writeKeras } from './keras/keras';
import { writeOnnx } from './onnx/onnx';
import { writeSavedModel } from './saved-model';
import { readExportSource } from './source';
import { writeTfjs } from './tfjs/tfjs';

const writers: Readonly<Record<ExportFormat, FormatWriter>> = {
  savedmodel: writeSavedModel,
  onnx: writeOnnx,
  tfjs: writeTfjs,
  keras: writeKeras,
};

export interface FinishedExport extends ExportResult {
  /** Damaged checkpoints that were passed over. */
  readonly warnings: readonly ErrorValue[];
}

/**
 * Exports the generator of a checkpoint. The folder appears whole or not at all.
 *
 * @param onProgress is told what is being done, and how many bytes are written
 * @throws AppError `option-value` for a precision that the format lacks, `run-missing`, `run-damaged`, `run-newer`,
 *   `run-without-dropout`, `checkpoint-none`, `checkpoint-missing`, `checkpoint-damaged`, `export-exists`, `export-not-replaced`,
 *   `output-exists`, `disk-full`, `write-failed`.
 */
export async function exportRun(
  options: ExportOptions,
  onProgress: (progress: ExportProgress) => void = () => undefined,
): Promise<FinishedExport> {
  const { run, out, format, precision, force } = options;
  const allowed = precisionsOf(format);
  if (!allowed.includes(precision)) {
    throw new AppError('option-value', { option: 'precision', value: precision, allowed: allowed.join(', ') });
  }
  await refuseUsedPlace(out, force);
  onProgress({ stage: 'checkpoint', done: 0, total: 0 });
  const source = await readExportSource(run, options.checkpoint);
  if (options.noise && source.architecture.dropout === 0) {
    throw new AppError('run-without-dropout', { path: run });
  }
  const weights = source.weights.reduce((sum, weight) => sum + weight.values.length, 0);
  const total = exportedBytes(weights, format, precision);
  let done = 0;
  onProgress({ stage: 'files', done, total });
  let bytes = 0;
  await makeExportFolder(out, force, async (temporary) => {
    const files = new HashedFiles(temporary, (written) => {
      done = Math.min(total, done + written);
      onProgress({ stage: 'files', done, total });
    });
    const { size, filters, dropout, leakySlope, normEpsilon, bottleneckNorm } = source.record.config;
    const facts = await writers[format](source, options, files);
    await files.add(exportFiles.card, modelCard(source, options, facts));
    const manifest: ExportManifest = {
      manifestVersion,
      format,
      precision,
      size,
      network: { filters, dropout, leakySlope, normEpsilon, bottleneckNorm },
      multiple: size,
      recipe: inputRecipeOf(source.record.config),
      valueRange: [-1, 1],
      normalisation: 'statistics of each picture',
      noise: options.noise,
      ...facts,
      step: source.state.step,
      versions: await versions(),
      files: files.files,
    };
    await files.add(exportFiles.manifest, prettyJson(manifest));
    bytes = files.bytes;
  });
  const warnings = source.skipped.map((data) => ({ code: 'checkpoint-fallback', data }) as const);
  return { path: out, format, step: source.state.step, bytes, warnings };
}
