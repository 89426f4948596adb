/** A TensorFlow SavedModel that runs anywhere TensorFlow does: one graph, weights inside, three functions. */
import type { ExportManifest, ExportPrecision } from '../contract/export';
import type { Architecture } from '../core/variables';
import { generatorGraph, open, seededNoise } from '../engine/generator-graph';
import { GraphBuilder, type as typeAttribute } from '../graph/builder';
import { encodeSavedModel, outputName } from '../graph/proto';
import { dataTypes, type GraphTensor, type Reference, type Signature } from '../graph/types';
import { encodedPrediction } from './picture-bytes';
import { weightConstants, type Weight } from './weight-constants';

/** Float pictures; the name that TensorFlow Serving and `tf.saved_model.load` look for. */
const servingDefault = 'serving_default';
/** One encoded picture. Names that end in `_bytes` are base64 in TensorFlow Serving's JSON. */
const serveBytes = 'serve_bytes';
/** The other one of with and without noise, where `serving_default` is the one that was asked for. */
const serveWithNoise = 'serve_with_noise';
const serveWithoutNoise = 'serve_without_noise';

const pictures = [open, open, open, 3];

/** All that decides the file, beside the weights. */
export interface SavedModelOptions {
  readonly architecture: Architecture;
  /** Of the stored kernels. */
  readonly precision: ExportPrecision;
  /** Whether `serving_default` has dropout as noise. */
  readonly noise: boolean;
  /** Version of the TensorFlow whose operations these are. */
  readonly tensorflow: string;
}

export interface SavedModel {
  /** Of `saved_model.pb`. The same weights and options always give the same ones. */
  readonly bytes: Uint8Array;
  /** The first is `serving_default`. */
  readonly functions: ExportManifest['functions'];
}

export function savedModel(
  weights: readonly Weight[],
  { architecture, precision, noise, tensorflow }: SavedModelOptions,
): SavedModel {
  const builder = new GraphBuilder();
  const weight = weightConstants(builder, weights, precision === 'float16');
  const network = (input: Reference, seed: Reference | null): Reference =>
    generatorGraph(builder, input, weight, architecture, seed === null ? null : seededNoise(builder, seed));

  const addServing = (name: string, withNoise: boolean): void => {
    addFunction(builder, name, () => {
      const input = builder.placeholder('input', dataTypes.float32, pictures);
      const seed = withNoise ? builder.placeholder('noise_seed', dataTypes.int32, [2]) : null;
      const inputs = seed === null ? { input } : { input, noise_seed: seed };
      return { inputs, outputs: { prediction: picturesOf(network(input, seed)) } };
    });
  };

  addServing(servingDefault, noise);
  addFunction(builder, serveBytes, () => {
    const encoded = builder.placeholder('image_bytes', dataTypes.string, [open]);
    const png = encodedPrediction(builder, encoded, architecture.size, (input) => network(input, null));
    return {
      inputs: { image_bytes: encoded },
      outputs: { image_bytes: { ...png, dtype: dataTypes.string, shape: [1] } },
    };
  });
  if (architecture.dropout > 0) {
    addServing(noise ? serveWithoutNoise : serveWithNoise, !noise);
  }

  const bytes = encodeSavedModel(builder.nodes, Object.fromEntries(builder.signatures), tensorflow);
  return { bytes, functions: [...builder.signatures].map(describe) };
}

function picturesOf({ ref }: Reference): GraphTensor {
  return { ref, dtype: dataTypes.float32, shape: pictures };
}

/** Names the outputs of what `build` adds, and makes it a function of the model. */
function addFunction(builder: GraphBuilder, name: string, build: () => Signature): void {
  builder.inScope(name, () => {
    const { inputs, outputs } = build();
    const named = Object.entries(outputs).map(([key, output]): [string, GraphTensor] => {
      const ref = builder.node('Identity', [output], { T: typeAttribute(output.dtype) }, { name: `out/${key}` });
      return [key, { ...output, ref }];
    });
    builder.signatures.set(name, { inputs, outputs: Object.fromEntries(named) });
  });
}

function describe([name, { inputs, outputs }]: readonly [string, Signature]): SavedModel['functions'][number] {
  const list = (tensors: Signature['inputs']) =>
    Object.values(tensors).map(({ ref, dtype, shape }) => ({
      name: outputName(ref),
      dtype: Object.entries(dataTypes).find(([, code]) => code === dtype)?.[0] ?? '',
      shape: [...shape],
    }));
  return { name, inputs: list(inputs), outputs: list(outputs) };
}
