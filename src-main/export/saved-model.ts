/** Export as a TensorFlow SavedModel that runs anywhere TensorFlow does: one graph, weights inside. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { exportFiles, exportFormat, type ExportManifest } from '../contract/export';
import { makeWholeFolder, writeDurably } from '../data/whole-folder';
import { traceGenerator } from '../engine/compiled';
import { versions } from '../engine/device';
import { GraphBuilder } from '../graph/builder';
import { frozenNodes } from '../graph/freeze';
import { encodeSavedModel, outputName } from '../graph/proto';
import { newestCheckpoint, restoreCheckpoint } from '../run/checkpoint';
import { prettyJson } from '../run/durable';
import { modelConfig, prepareModel } from '../run/prepare';
import { readRunRecord } from '../run/record';

/** The name that TensorFlow Serving and `tf.saved_model.load` look for. */
const signatureName = 'serving_default';

/**
 * Exports the generator of a run's newest checkpoint, without noise.
 *
 * @throws AppError `run-missing`, `checkpoint-none`, `output-exists`, `disk-full`, `write-failed`.
 */
export async function exportSavedModel(request: {
  readonly run: string;
  readonly out: string;
}): Promise<{ readonly path: string; readonly step: number }> {
  const { run, out } = request;
  const { config } = await readRunRecord(run);
  const { checkpoint } = await newestCheckpoint(run);
  const { model } = await prepareModel(config);
  try {
    restoreCheckpoint(model, checkpoint);
    const builder = new GraphBuilder();
    await traceGenerator(builder, signatureName, modelConfig(config));
    const nodes = frozenNodes(builder.nodes, (name) => ({
      shape: builder.variables.get(name)?.shape ?? [],
      values: model.get(name),
    }));
    const signature = builder.signatures.get(signatureName);
    const [input, output] = [signature?.inputs['input'], signature?.outputs['prediction']];
    if (signature === undefined || input === undefined || output === undefined) {
      throw new Error('The generator was traced without its input or output.');
    }
    const { tensorflow } = await versions();
    const bytes = encodeSavedModel(nodes, { [signatureName]: signature }, tensorflow);
    const { step } = checkpoint.state;
    const manifest: ExportManifest = {
      format: exportFormat,
      kind: 'savedmodel',
      size: config.size,
      inputSide: config.inputSide,
      layout: 'NHWC',
      valueRange: [-1, 1],
      normalisation: 'batch statistics',
      noise: false,
      signature: { name: signatureName, input: outputName(input.ref), output: outputName(output.ref) },
      step,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    };
    await makeWholeFolder(out, async (temporary) => {
      await writeDurably(join(temporary, exportFiles.savedModel), bytes);
      await writeDurably(join(temporary, exportFiles.manifest), prettyJson(manifest));
    });
    return { path: out, step };
  } finally {
    model.dispose();
  }
}
