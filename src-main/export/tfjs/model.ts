/** The generator as a TF.js graph model: what `model.json` says, and the weights' values in files of a few megabytes. */
import { version as tfjsVersion } from '@tensorflow/tfjs-core/package.json';
import { version } from '../../../package.json';
import { noiseInputs, type ExportedFunction, type ExportManifest } from '../../contract/export';
import { downWidths, type Architecture } from '../../core/variables';
import { generatorGraph, open } from '../../engine/generator-graph';
import { GraphBuilder, type as typeAttribute } from '../../graph/builder';
import { outputName } from '../../graph/proto';
import { dataTypes, type GraphTensor, type Reference } from '../../graph/types';
import { weightConstants, type Weight } from '../../saved-model/weight-constants';
import { graphModel, type GraphModel } from './graph-model';

/** A browser keeps files up to this size in its cache. */
const shardBytes = 4 * 2 ** 20;

export interface TfjsModel extends GraphModel {
  readonly function: ExportedFunction;
}

export interface Shard {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

/** Who wrote a `model.json`; it decides nothing. */
export interface Makers {
  readonly generatedBy: string;
  readonly convertedBy: string;
}

export const ownMakers: Makers = {
  generatedBy: `Pix2Pix Studio ${version}`,
  convertedBy: `Pix2Pix Studio ${version}, for TensorFlow.js ${tfjsVersion}`,
};

export function tfjsModel(
  weights: readonly Weight[],
  architecture: Architecture,
  { precision, noise }: Pick<ExportManifest, 'precision' | 'noise'>,
): TfjsModel {
  const builder = new GraphBuilder();
  const pictures = [open, open, open, 3];
  const weight = weightConstants(builder, weights, false);
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
  const main: ExportedFunction = {
    name: 'main',
    inputs: Object.values(inputs).map(({ ref: name, shape }) => ({
      name: outputName(name),
      dtype: 'float32',
      shape: [...shape],
    })),
    outputs: [{ name: outputName(ref), dtype: 'float32', shape: pictures }],
  };
  return { ...graphModel(builder.nodes, { inputs, outputs: { prediction } }, precision), function: main };
}

/** Which bytes of the weights' values stand in which file. */
export function shardsOf({ data }: GraphModel): readonly Shard[] {
  const bytes = data.reduce((sum, { length }) => sum + length, 0);
  const count = Math.max(1, Math.ceil(bytes / shardBytes));
  return Array.from({ length: count }, (_, index) => ({
    // As TensorFlow's own converter names them.
    path: `group1-shard${String(index + 1)}of${String(count)}.bin`,
    start: index * shardBytes,
    end: Math.min(bytes, (index + 1) * shardBytes),
  }));
}

/** The text of `model.json`. */
export function modelJson(model: GraphModel, { generatedBy, convertedBy }: Makers): string {
  return JSON.stringify({
    format: 'graph-model',
    generatedBy,
    convertedBy,
    signature: model.signature,
    modelTopology: model.topology,
    weightsManifest: [{ paths: shardsOf(model).map(({ path }) => path), weights: model.weights }],
  });
}
