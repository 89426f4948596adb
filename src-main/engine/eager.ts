/**
 * The model run operation by operation on any TF.js backend: slow, independent of the graph, and therefore the
 * reference that the compiled model is tested against.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { LossName, Losses } from '../contract/metrics';
import { realness } from '../core/discriminator';
import { plainConvolutions } from '../core/convolutions';
import { generator } from '../core/generator';
import { jitter, normalise } from '../core/jitter';
import { Philox } from '../core/philox';
import { trainStep } from '../core/train-step';
import type { VariableSpec } from '../core/variables';
import {
  adamBeta2,
  adamEpsilon,
  modelVariables,
  requireColour,
  type Model,
  type ModelConfig,
  type Seed,
  type StepFeeds,
} from './model';

const networks = ['generator', 'discriminator'] as const;

/**
 * A model on the backend that is active while it is used; `registerReferenceKernels` must have been called for it.
 * Its variables have no values until `initialise` or `set`.
 */
export function createEagerModel(config: ModelConfig): Model {
  const specs = modelVariables(config);
  const weights = [...specs.generator, ...specs.discriminator];
  const shapes = new Map<string, readonly number[]>();
  for (const network of networks) {
    specs[network].forEach(({ name, shape }) => shapes.set(name, shape));
    specs[network].forEach(({ name, shape }) => shapes.set(`${name}/adam_m`, shape).set(`${name}/adam_v`, shape));
    shapes.set(`${network}/adam_beta1_power`, []).set(`${network}/adam_beta2_power`, []);
  }
  const variableNames = [...shapes.keys()];
  const variables = new Map<string, tf.Variable>();

  const variable = (name: string): tf.Variable => {
    const known = variables.get(name);
    if (known === undefined) {
      throw new Error(`The variable ${name} has no value yet.`);
    }
    return known;
  };
  const set = (name: string, values: Float32Array): void => {
    const shape = shapes.get(name);
    if (shape === undefined) {
      throw new Error(`The model has no variable ${name}.`);
    }
    const value = tf.tensor(values, [...shape]);
    variables.get(name)?.dispose();
    variables.set(name, tf.variable(value, true, name));
    value.dispose();
  };
  const scalarOf = (name: string): number => variable(name).dataSync()[0] ?? Number.NaN;

  const adam = (network: string, gradients: tf.NamedTensorMap, learningRate: number): void => {
    const beta1Power = scalarOf(`${network}/adam_beta1_power`);
    const beta2Power = scalarOf(`${network}/adam_beta2_power`);
    // TensorFlow's form, epsilon outside of the bias correction; TF.js's own Adam adds it inside.
    const rate = (learningRate * Math.sqrt(1 - beta2Power)) / (1 - beta1Power);
    for (const [name, gradient] of Object.entries(gradients)) {
      const first = variable(`${name}/adam_m`);
      const second = variable(`${name}/adam_v`);
      first.assign(tf.add(first, tf.mul(tf.sub(gradient, first), 1 - config.beta1)));
      second.assign(tf.add(second, tf.mul(tf.sub(tf.square(gradient), second), 1 - Math.fround(adamBeta2))));
      const update = tf.div(tf.mul(first, rate), tf.add(tf.sqrt(second), adamEpsilon));
      variable(name).assign(tf.sub(variable(name), update));
    }
    set(`${network}/adam_beta1_power`, Float32Array.of(beta1Power * config.beta1));
    set(`${network}/adam_beta2_power`, Float32Array.of(beta2Power * adamBeta2));
  };

  return {
    config,
    variableNames,
    initialise: (seed) => {
      for (const spec of weights) {
        // As the graph does, so that both begin with the same values; int32 as TensorFlow's seeds.
        const own: Seed = [seed[0], (seed[1] + variableNames.indexOf(spec.name) + 1) | 0];
        const values = initialValues(spec, own);
        set(spec.name, values);
        set(`${spec.name}/adam_m`, new Float32Array(values.length));
        set(`${spec.name}/adam_v`, new Float32Array(values.length));
      }
      for (const network of networks) {
        set(`${network}/adam_beta1_power`, Float32Array.of(config.beta1));
        set(`${network}/adam_beta2_power`, Float32Array.of(adamBeta2));
      }
    },
    trainStep: (feeds) => {
      const read: { losses?: Losses } = {};
      tf.tidy(() => {
        const step = trainStep(
          {
            ...jitteredPair(feeds, config),
            noiseSeed: seedTensor(feeds.noiseSeed),
            lambda: tf.scalar(feeds.lambda),
            lossScale: null,
          },
          {
            generator: specs.generator.map(({ name }) => variable(name)),
            discriminator: specs.discriminator.map(({ name }) => variable(name)),
          },
          config,
          plainConvolutions,
        );
        adam('generator', step.generatorGradients, feeds.learningRate);
        adam('discriminator', step.discriminatorGradients, feeds.learningRate);
        read.losses = readLosses(step.losses);
        tf.dispose(Object.values(step.losses));
      });
      if (read.losses === undefined) {
        throw new Error('The step gave no losses.');
      }
      const nonFinite = weights.find(({ name }) => !variable(name).dataSync().every(Number.isFinite));
      return { ...read.losses, nonFinite: nonFinite?.name ?? null };
    },
    predict: (input, noiseSeed) =>
      tf.tidy(() => {
        const byName = new Map(specs.generator.map(({ name }) => [name, variable(name)]));
        const seed = noiseSeed === null ? null : seedTensor(noiseSeed);
        return Float32Array.from(
          generator(
            normalise(onePicture(input, config)),
            { weights: byName, convolutions: plainConvolutions },
            config,
            seed,
          ).dataSync(),
        );
      }),
    discriminate: (input, picture) =>
      tf.tidy(() => {
        const byName = new Map(specs.discriminator.map(({ name }) => [name, variable(name)]));
        const network = { weights: byName, convolutions: plainConvolutions };
        const [before, after] = [normalise(onePicture(input, config)), normalise(onePicture(picture, config))];
        return Float32Array.from(realness(before, after, network, config).dataSync());
      }),
    get: (name) => Float32Array.from(variable(name).dataSync()),
    set,
    dispose: () => {
      for (const owned of variables.values()) {
        owned.dispose();
      }
      variables.clear();
    },
  };
}

/** Kernels from the stateless normal distribution, all else constant. */
function initialValues({ shape, initializer }: VariableSpec, seed: Seed): Float32Array {
  const values = new Float32Array(shape.reduce((product, size) => product * size, 1));
  if (initializer.kind === 'constant') {
    return values.fill(initializer.value);
  }
  const random = new Philox(...seed);
  for (let index = 0; index < values.length; index += 2) {
    const pair = random.nextNormalPair().map((value) => value * initializer.standardDeviation);
    values.set(pair.slice(0, values.length - index), index);
  }
  return values;
}

function jitteredPair(feeds: StepFeeds, config: ModelConfig): ReturnType<typeof jitter> {
  const { batch, storedSize, size } = config;
  const pictures = (bytes: Uint8Array): tf.Tensor4D =>
    tf.tensor4d(Int32Array.from(bytes), [batch, storedSize, storedSize, 3], 'int32');
  return jitter(
    {
      input: pictures(feeds.input),
      target: pictures(feeds.target),
      offsets: tf.tensor2d(feeds.offsets, [batch, 2], 'int32'),
      mirror: tf.tensor1d(feeds.mirror, 'bool'),
      colour: config.colourJitter === 0 ? null : tf.tensor2d(requireColour(feeds), [batch, 3]),
    },
    size,
  );
}

function onePicture(bytes: Uint8Array, { size }: ModelConfig): tf.Tensor4D {
  return tf.tensor4d(Int32Array.from(bytes), [1, size, size, 3], 'int32');
}

function seedTensor(seed: Seed): tf.Tensor1D {
  return tf.tensor1d([...seed], 'int32');
}

function readLosses(losses: Readonly<Record<LossName, tf.Scalar>>): Losses {
  const read = (name: LossName): number => losses[name].dataSync()[0] ?? Number.NaN;
  return {
    gen_total_loss: read('gen_total_loss'),
    gen_gan_loss: read('gen_gan_loss'),
    gen_l1_loss: read('gen_l1_loss'),
    disc_loss: read('disc_loss'),
  };
}
