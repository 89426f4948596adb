/** A TF.js graph model, and a page that runs it in a browser from the disk. */
import { version as tfjsVersion } from '@tensorflow/tfjs-core/package.json';
import { version } from '../../../package.json';
import { exportFiles, noiseInputs, type ExportedFunction, type ExportOptions } from '../../contract/export';
import { downWidths } from '../../core/variables';
import { generatorGraph, open } from '../../engine/generator-graph';
import { GraphBuilder, type as typeAttribute } from '../../graph/builder';
import { outputName } from '../../graph/proto';
import { dataTypes, type GraphTensor, type Reference } from '../../graph/types';
import type { FileSink } from '../export-folder';
import type { FormatFacts } from '../format';
import { weightConstants } from '../saved-model/weights';
import type { ExportSource } from '../source';
import { graphModel } from './graph-model';
import { writePage } from './page';

/** A browser keeps files up to this size in its cache. */
const shardBytes = 4 * 2 ** 20;

export async function writeTfjs(
  source: ExportSource,
  { precision, noise }: ExportOptions,
  files: FileSink,
): Promise<FormatFacts> {
  const { architecture } = source;
  const builder = new GraphBuilder();
  const pictures = [open, open, open, 3];
  const weight = weightConstants(builder, source.weights, false);
  const input = builder.placeholder('input', dataTypes.float32, pictures);
  const noises = (noise ? noiseInputs : []).map((name, block) => {
    const channels = downWidths(architecture).at(-2 - block) ?? 0;
    return builder.placeholder(name, dataTypes.float32, [open, open, open, channels]);
  });
  const given = noise ? (_: Reference, block: number) => noises[block] ?? input : null;
  const network = generatorGraph(builder, input, weight, architecture, given);
  const ref = builder.node('Identity', [network], { T: typeAttribute(dataTypes.float32) }, { name: 'prediction' });
  const prediction: GraphTensor = { ref, shape: pictures, dtype: dataTypes.float32 };
  const inputs = { input, ...Object.fromEntries(noises.map((each, block) => [noiseInputs[block] ?? '', each])) };
  const model = graphModel(builder.nodes, { inputs, outputs: { prediction } }, precision);

  const data = Buffer.concat(model.data);
  const shards = Math.max(1, Math.ceil(data.length / shardBytes));
  const paths = Array.from({ length: shards }, (_, index) => shardName(index + 1, shards));
  for (const [index, path] of paths.entries()) {
    await files.add(path, data.subarray(index * shardBytes, (index + 1) * shardBytes));
  }
  const json = {
    format: 'graph-model',
    generatedBy: `Pix2Pix Studio ${version}`,
    convertedBy: `Pix2Pix Studio ${version}, for TensorFlow.js ${tfjsVersion}`,
    signature: model.signature,
    modelTopology: model.topology,
    weightsManifest: [{ paths, weights: model.weights }],
  };
  await files.add(exportFiles.tfjs, JSON.stringify(json));
  await writePage(source, model, data, files);
  const main: ExportedFunction = {
    name: 'main',
    inputs: Object.values(inputs).map(({ ref: name, shape }) => ({
      name: outputName(name),
      dtype: 'float32',
      shape: [...shape],
    })),
    outputs: [{ name: outputName(ref), dtype: 'float32', shape: pictures }],
  };
  return { layout: 'NHWC', opset: null, functions: [main] };
}

/** "group1-shard2of52.bin", as TensorFlow's own converter names them. */
function shardName(shard: number, shards: number): string {
  return `group1-shard${String(shard)}of${String(shards)}.bin`;
}
