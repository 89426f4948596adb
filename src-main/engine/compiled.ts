/** The model as one TensorFlow graph: a whole train step is one call into the native library. */
import type * as tf from '@tensorflow/tfjs-core';
import type { Precision } from '../contract/config';
import { lossNames } from '../contract/metrics';
import { plainConvolutions, type Convolutions } from '../core/convolutions';
import { realness } from '../core/discriminator';
import { jitter, normalise } from '../core/jitter';
import { areFinite, lossScaleNames, lossScaleVariables, nextLossScale } from '../core/loss-scale';
import { matrixConvolutions } from '../core/matrix-convolutions';
import { mixedConvolutions } from '../core/mixed-convolutions';
import { trainStep } from '../core/train-step';
import type { VariableSpec } from '../core/variables';
import { declareAdam, type AdamSettings } from '../graph/adam';
import { GraphBuilder } from '../graph/builder';
import { Executable, type Output } from '../graph/executable';
import { Tracer, updatedSquares } from '../graph/trace';
import { sizeOf } from '../graph/types';
import { registerNativeKernels } from '../native/kernels';
import { loadTensorFlow, nativeBackend, type TensorFlow } from '../native/tensorflow';
import { addPredictFunctions, fasterConvolutions, runPredict } from './generator';
import {
  adamBeta2,
  adamEpsilon,
  modelVariables,
  requireColour,
  type Model,
  type ModelConfig,
  type StepFeeds,
  type StepOutcome,
} from './model';

/** A model that can write and read checkpoints. */
export interface CompiledModel extends Model {
  /** Writes a TensorFlow checkpoint of all variables to `PREFIX.index` and `PREFIX.data-…`. Not atomic. */
  save(prefix: string): void;
  /** @throws Error of TensorFlow if a file is missing, damaged or made by other networks. */
  restore(prefix: string): void;
}

let sharedTracer: { readonly tensorflow: TensorFlow; readonly tracer: Tracer } | undefined;

/** The library, and the one tracer of the process with all kernels that the networks need. */
export async function tracing(): Promise<{ readonly tensorflow: TensorFlow; readonly tracer: Tracer }> {
  const tensorflow = await loadTensorFlow();
  if (sharedTracer === undefined) {
    registerNativeKernels(tensorflow);
    sharedTracer = { tensorflow, tracer: new Tracer(tensorflow) };
  }
  return sharedTracer;
}

/**
 * Traces the model into a graph, its train step and what makes pictures.
 *
 * @param form how the train step computes its convolutions; by default what is faster on the device
 */
export async function modelGraph(config: ModelConfig, form?: 'plain' | 'matrix'): Promise<GraphBuilder> {
  const { tensorflow, tracer } = await tracing();
  const convolutions = stepConvolutions(tensorflow, config.precision, form);
  const builder = new GraphBuilder();
  const { generator: generatorSpecs, discriminator: discriminatorSpecs } = modelVariables(config);
  declare(builder, generatorSpecs, adamSettings('generator', config));
  declare(builder, discriminatorSpecs, adamSettings('discriminator', config));
  if (config.precision === 'float16') {
    declare(builder, lossScaleVariables, null);
  }
  builder.withXla(config.xla, () => {
    traceTrainStep(tracer, builder, config, convolutions);
  });
  traceDiscriminate(tracer, builder, config, convolutions);
  addPredictFunctions(builder, config, fasterConvolutions(tensorflow));
  return builder;
}

/** Traces and loads the model. Its variables have no values until `initialise` or `restore`; `form` as of `modelGraph`. */
export async function createCompiledModel(config: ModelConfig, form?: 'plain' | 'matrix'): Promise<CompiledModel> {
  const { tensorflow } = await tracing();
  const executable = await Executable.load(tensorflow, await modelGraph(config, form));

  return {
    config,
    variableNames: executable.variableNames,
    initialise: (seed) => {
      executable.initialise(seed);
    },
    trainStep: (feeds) => outcome(executable, executable.run('train_step', stepValues(feeds, config))),
    predict: (input, noiseSeed) =>
      runPredict(executable, { batch: 1, height: config.size, width: config.size, data: input }, noiseSeed),
    discriminate: (input, picture) => floats(executable.run('discriminate', { input, picture })['realness']),
    get: (variable) => executable.get(variable),
    set: (variable, values) => {
      executable.set(variable, values);
    },
    save: (prefix) => {
      executable.save(prefix);
    },
    restore: (prefix) => {
      executable.restore(prefix);
    },
    dispose: () => {
      executable.dispose();
    },
  };
}

/** How the train step computes its convolutions; in float32, by default, in the form that is faster on the device. */
export function stepConvolutions(
  tensorflow: TensorFlow,
  precision: Precision,
  form: 'plain' | 'matrix' = nativeBackend(tensorflow).binding.isUsingGpuDevice() ? 'plain' : 'matrix',
): Convolutions {
  if (precision !== 'float32') {
    return mixedConvolutions(precision);
  }
  return form === 'plain' ? plainConvolutions : matrixConvolutions;
}

export function adamSettings(
  network: 'generator' | 'discriminator',
  { beta1 }: Pick<ModelConfig, 'beta1'>,
): AdamSettings {
  return { name: network, beta1, beta2: adamBeta2, epsilon: adamEpsilon };
}

function declare(builder: GraphBuilder, specs: readonly VariableSpec[], adam: AdamSettings | null): void {
  const variables = specs.map(({ name, shape, initializer }) => builder.variable(name, shape, initializer));
  if (adam !== null) {
    declareAdam(builder, variables, adam);
  }
}

function traceTrainStep(tracer: Tracer, builder: GraphBuilder, config: ModelConfig, convolutions: Convolutions): void {
  const { batch, storedSize, size } = config;
  const specs = modelVariables(config);
  const stored = { shape: [batch, storedSize, storedSize, 3], dtype: 'uint8' } as const;
  const specifications = {
    input: stored,
    target: stored,
    offsets: { shape: [batch, 2], dtype: 'int32' },
    mirror: { shape: [batch], dtype: 'bool' },
    ...(config.colourJitter === 0 ? {} : { colour: { shape: [batch, 3], dtype: 'float32' } as const }),
    noise_seed: { shape: [2], dtype: 'int32' },
    lambda: { shape: [], dtype: 'float32' },
    learning_rate: { shape: [], dtype: 'float32' },
  } as const;
  tracer.trace(builder, 'train_step', specifications, (inputs, context) => {
    const pair = jitter(
      {
        input: pictures(inputs, 'input'),
        target: pictures(inputs, 'target'),
        offsets: given(inputs, 'offsets') as tf.Tensor2D,
        mirror: given(inputs, 'mirror') as tf.Tensor1D,
        colour: config.colourJitter === 0 ? null : (given(inputs, 'colour') as tf.Tensor2D),
      },
      size,
    );
    const lossScale = config.precision === 'float16' ? context.variable(lossScaleNames.scale) : null;
    const step = trainStep(
      { ...pair, noiseSeed: given(inputs, 'noise_seed'), lambda: given(inputs, 'lambda') as tf.Scalar, lossScale },
      {
        generator: specs.generator.map(({ name }) => context.variable(name)),
        discriminator: specs.discriminator.map(({ name }) => context.variable(name)),
      },
      config,
      convolutions,
    );
    const learningRate = given(inputs, 'learning_rate');
    const { generatorGradients, discriminatorGradients } = step;
    const gradients = [...Object.values(generatorGradients), ...Object.values(discriminatorGradients)];
    const condition = lossScale === null ? null : areFinite(gradients);
    context.adam(generatorGradients, learningRate, adamSettings('generator', config), condition);
    context.adam(discriminatorGradients, learningRate, adamSettings('discriminator', config), condition);
    if (lossScale !== null && condition !== null) {
      const next = nextLossScale(lossScale, context.variable(lossScaleNames.goodSteps), condition);
      context.assign(lossScaleNames.scale, next.scale);
      context.assign(lossScaleNames.goodSteps, next.goodSteps);
    }
    context.watch(canHide([...specs.generator, ...specs.discriminator]));
    return step.losses;
  });
}

/** Values up to which a variable is watched. */
const largestWatched = 2 ** 16;

/**
 * Variables that can become infinite without any loss of the next step being so, behind the generator's tanh: some norm's
 * or the last layer's. They are among the small ones, which cost nothing to look at; a large kernel shows in the losses,
 * and to read all of them took 2 to 4 % of a step.
 */
function canHide(specs: readonly VariableSpec[]): readonly string[] {
  return specs.filter(({ shape }) => sizeOf(shape) <= largestWatched).map(({ name }) => name);
}

function traceDiscriminate(
  tracer: Tracer,
  builder: GraphBuilder,
  config: ModelConfig,
  convolutions: Convolutions,
): void {
  const { discriminator } = modelVariables(config);
  const bytes = { shape: [1, config.size, config.size, 3], dtype: 'uint8' } as const;
  tracer.trace(builder, 'discriminate', { input: bytes, picture: bytes }, (inputs, context) => {
    const weights = new Map(discriminator.map(({ name }) => [name, context.variable(name)]));
    const [input, picture] = [normalise(pictures(inputs, 'input')), normalise(pictures(inputs, 'picture'))];
    return { realness: realness(input, picture, { weights, convolutions }, config) };
  });
}

function given(inputs: Readonly<Record<string, tf.Tensor>>, name: string): tf.Tensor {
  const tensor = inputs[name];
  if (tensor === undefined) {
    throw new Error(`The traced function has no input ${name}.`);
  }
  return tensor;
}

/** An input that was specified with four dimensions. */
function pictures(inputs: Readonly<Record<string, tf.Tensor>>, name: string): tf.Tensor4D {
  return given(inputs, name) as tf.Tensor4D;
}

function stepValues(
  feeds: StepFeeds,
  { colourJitter }: ModelConfig,
): Record<string, Uint8Array | Int32Array | Float32Array> {
  return {
    input: feeds.input,
    target: feeds.target,
    offsets: feeds.offsets,
    mirror: feeds.mirror,
    ...(colourJitter === 0 ? {} : { colour: requireColour(feeds) }),
    noise_seed: Int32Array.from(feeds.noiseSeed),
    lambda: Float32Array.of(feeds.lambda),
    learning_rate: Float32Array.of(feeds.learningRate),
  };
}

function outcome(executable: Executable, outputs: Readonly<Record<string, Output>>): StepOutcome {
  const [total, gan, l1, disc] = lossNames.map((name) => floats(outputs[name])[0] ?? Number.NaN);
  const bad = floats(outputs[updatedSquares]).findIndex((square) => !Number.isFinite(square));
  return {
    gen_total_loss: total ?? Number.NaN,
    gen_gan_loss: gan ?? Number.NaN,
    gen_l1_loss: l1 ?? Number.NaN,
    disc_loss: disc ?? Number.NaN,
    nonFinite: executable.watchedBy('train_step')[bad] ?? null,
  };
}

function floats(output: Output | undefined): Float32Array {
  if (!(output?.values instanceof Float32Array)) {
    throw new Error('An output of the graph is missing or not float32.');
  }
  return output.values;
}
