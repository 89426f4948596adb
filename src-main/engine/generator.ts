/** The generator by itself, for inference: the graph that samples use while training, without anything to train. */
import { generatorVariables, type Architecture } from '../core/variables';
import { type as typeAttribute, GraphBuilder } from '../graph/builder';
import { Executable, type Output } from '../graph/executable';
import { dataTypes, type GraphTensor } from '../graph/types';
import { loadTensorFlow, nativeBackend, type TensorFlow } from '../native/tensorflow';
import { generatorGraph, normaliseGraph, open, seededNoise } from './generator-graph';
import { matrixGraphConvolutions, plainGraphConvolutions, type GraphConvolutions } from './graph-convolutions';
import type { Seed } from './model';

/** Pictures of one size. */
export interface PictureBatch {
  readonly batch: number;
  /** A multiple of the network's. */
  readonly height: number;
  readonly width: number;
  /** Bytes [batch, height, width, 3]. */
  readonly data: Uint8Array;
}

export interface Generator {
  readonly architecture: Architecture;
  /**
   * @param noiseSeed for dropout as noise, or null for none
   * @returns [batch, height, width, 3] in (-1, 1)
   */
  predict(pictures: PictureBatch, noiseSeed: Seed | null): Float32Array;
  /** Values of one weight, by the names of `generatorVariables`. */
  get(variable: string): Float32Array;
  set(variable: string, values: Float32Array): void;
  /** @throws Error of TensorFlow if the checkpoint is missing, damaged or of another network. */
  restore(prefix: string): void;
  dispose(): void;
}

/** Its weights have no values until `restore` or `set`. The caller disposes it. */
export async function createGenerator(architecture: Architecture): Promise<Generator> {
  const tensorflow = await loadTensorFlow();
  const builder = new GraphBuilder();
  for (const { name, shape, initializer } of generatorVariables(architecture)) {
    builder.variable(name, shape, initializer);
  }
  addPredictFunctions(builder, architecture, fasterConvolutions(tensorflow));
  const executable = await Executable.load(tensorflow, builder);
  return {
    architecture,
    predict: (pictures, noiseSeed) => runPredict(executable, pictures, noiseSeed),
    get: (variable) => executable.get(variable),
    set: (variable, values) => {
      executable.set(variable, values);
    },
    restore: (prefix) => {
      executable.restore(prefix);
    },
    dispose: () => {
      executable.dispose();
    },
  };
}

/** Matrix products on a processor; a GPU has good kernels of its own. */
export function fasterConvolutions(tensorflow: TensorFlow): GraphConvolutions {
  return nativeBackend(tensorflow).binding.isUsingGpuDevice() ? plainGraphConvolutions : matrixGraphConvolutions;
}

/** Adds the functions that `runPredict` runs, to a graph that has the generator's variables. */
export function addPredictFunctions(
  builder: GraphBuilder,
  architecture: Architecture,
  convolutions: GraphConvolutions,
): void {
  for (const withNoise of [false, true]) {
    const name = functionName(withNoise);
    builder.inScope(name, () => {
      const input = builder.placeholder('input', dataTypes.uint8, [open, open, open, 3]);
      const seed = withNoise ? builder.placeholder('noise_seed', dataTypes.int32, [2]) : null;
      const weights = new Map(
        generatorVariables(architecture).map(({ name: variable }) => [variable, readVariable(builder, variable)]),
      );
      const prediction = generatorGraph(
        builder,
        normaliseGraph(builder, input),
        (variable) => weightIn(weights, variable),
        architecture,
        seed === null ? null : seededNoise(builder, seed),
        convolutions,
      );
      const T = typeAttribute(dataTypes.float32);
      const ref = builder.node('Identity', [prediction], { T }, { name: 'prediction' });
      const output: GraphTensor = { ref, shape: [open, open, open, 3], dtype: dataTypes.float32 };
      const inputs = seed === null ? { input } : { input, noise_seed: seed };
      builder.signatures.set(name, { inputs, outputs: { prediction: output } });
    });
  }
}

/** @throws Error if the bytes do not fit the batch's shape. */
export function runPredict(
  executable: Executable,
  { batch, height, width, data }: PictureBatch,
  noiseSeed: Seed | null,
): Float32Array {
  const input = { shape: [batch, height, width, 3], values: data };
  const feeds = noiseSeed === null ? { input } : { input, noise_seed: Int32Array.from(noiseSeed) };
  return floats(executable.run(functionName(noiseSeed !== null), feeds)['prediction']);
}

function functionName(withNoise: boolean): string {
  return withNoise ? 'predict_with_noise' : 'predict';
}

function readVariable(builder: GraphBuilder, name: string): GraphTensor {
  const variable = builder.variables.get(name);
  if (variable === undefined) {
    throw new Error(`The graph has no variable ${name}.`);
  }
  return builder.read(variable);
}

function weightIn(weights: ReadonlyMap<string, GraphTensor>, name: string): GraphTensor {
  const weight = weights.get(name);
  if (weight === undefined) {
    throw new Error(`The generator has no weight ${name}.`);
  }
  return weight;
}

function floats(output: Output | undefined): Float32Array {
  if (!(output?.values instanceof Float32Array)) {
    throw new Error('An output of the graph is missing or not float32.');
  }
  return output.values;
}
