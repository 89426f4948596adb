/** A TF.js graph model, and a page that runs it in a browser from the disk. */
import { exportFiles, type ExportOptions } from '../../contract/export';
import type { FileSink } from '../export-folder';
import type { FormatFacts } from '../format';
import type { ExportSource } from '../source';
import { modelJson, ownMakers, shardsOf, tfjsModel } from './model';
import { writePage } from './page';

export async function writeTfjs(source: ExportSource, options: ExportOptions, files: FileSink): Promise<FormatFacts> {
  const model = tfjsModel(source.weights, source.architecture, options);
  const data = Buffer.concat(model.data);
  for (const { path, start, end } of shardsOf(model)) {
    await files.add(path, data.subarray(start, end));
  }
  await files.add(exportFiles.tfjs, modelJson(model, ownMakers));
  await writePage(source, model, data, files);
  return { layout: 'NHWC', opset: null, functions: [model.function] };
}
