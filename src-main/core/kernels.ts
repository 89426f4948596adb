/**
 * Fused operations that TF.js lacks, as kernels of its registry: their names, and a reference form of each out of
 * ordinary TF.js operations, for backends that have no fused one. `native/kernels.ts` registers TensorFlow's own.
 */
import * as tf from '@tensorflow/tfjs-core';
import { Philox } from './philox';

export const kernelNames = {
  /** x, gamma, beta → y and three reserves for the gradient; attribute epsilon. */
  batchNorm: 'TrainingBatchNorm',
  /** dy, x, gamma and the reserves → gradients of x, gamma, beta; attribute epsilon. */
  batchNormGrad: 'TrainingBatchNormGrad',
  /** dy, x → dx; attribute alpha. */
  leakyReluGrad: 'LeakyReluGrad',
  /** dy, y → dx. */
  reluGrad: 'ReluGrad',
  /** dy, y → dx. */
  tanhGrad: 'TanhGrad',
  /** seed (int32 [2]) → float32 in [0, 1); attribute shape. */
  statelessUniform: 'StatelessUniform',
  /** x, begin (int32 [rank]) → the part of attribute `size` that begins there. */
  dynamicSlice: 'DynamicSlice',
  /** a, b, both matrices → their product; attributes transposeA, transposeB. */
  matrixProduct: 'MatrixProduct',
  /** x → x in another float type, which TF.js takes for float32: only in a graph; attribute `precision`. */
  toPrecision: 'ToPrecision',
  /** condition (bool), a, b → a where true, else b; shapes broadcast. */
  select: 'BroadcastSelect',
  /** a, b → a / b, correctly rounded; shapes broadcast. */
  quotient: 'ExactQuotient',
} as const;

type Inputs = Readonly<Record<string, tf.Tensor>>;
type Attributes = Readonly<Record<string, unknown>>;
type Reference = (inputs: Inputs, attributes: Attributes) => tf.Tensor | tf.Tensor[];

/** Registers the reference forms for a TF.js backend, for example 'cpu'. Calling it again does no harm. */
export function registerReferenceKernels(backendName: string): void {
  const registered = new Set(tf.getKernelsForBackend(backendName).map(({ kernelName }) => kernelName));
  for (const [kernelName, reference] of Object.entries(references)) {
    if (!registered.has(kernelName)) {
      tf.registerKernel({
        kernelName,
        backendName,
        kernelFunc: ({ inputs, attrs }) => tf.tidy(() => reference(tensors(inputs), attrs ?? {})),
      });
    }
  }
}

const references: Readonly<Record<string, Reference>> = {
  [kernelNames.batchNorm]: ({ x, gamma, beta }, { epsilon }) => {
    const { mean, variance } = tf.moments(given(x), perChannel);
    const scale = tf.rsqrt(tf.add(variance, numberOf(epsilon)));
    const y = tf.add(tf.mul(tf.mul(tf.sub(given(x), mean), scale), given(gamma)), given(beta));
    return [y, mean, scale, tf.scalar(0)];
  },
  [kernelNames.batchNormGrad]: ({ dy, x, gamma, reserve1, reserve2 }) => {
    const [mean, scale] = [given(reserve1), given(reserve2)];
    const normalised = tf.mul(tf.sub(given(x), mean), scale);
    const dGamma = tf.sum(tf.mul(given(dy), normalised), perChannel);
    const dBeta = tf.sum(given(dy), perChannel);
    const count = given(x).size / dBeta.size;
    const centred = tf.sub(given(dy), tf.div(tf.add(dBeta, tf.mul(normalised, dGamma)), count));
    return [tf.mul(tf.mul(centred, scale), given(gamma)), dGamma, dBeta];
  },
  [kernelNames.leakyReluGrad]: ({ dy, x }, { alpha }) =>
    tf.where(tf.greater(given(x), 0), given(dy), tf.mul(given(dy), numberOf(alpha))),
  [kernelNames.reluGrad]: ({ dy, y }) => tf.where(tf.greater(given(y), 0), given(dy), tf.zerosLike(given(dy))),
  [kernelNames.tanhGrad]: ({ dy, y }) => tf.mul(given(dy), tf.sub(1, tf.square(given(y)))),
  [kernelNames.statelessUniform]: ({ seed }, { shape }) => {
    const [seed0, seed1] = given(seed).dataSync();
    const random = new Philox(seed0 ?? 0, seed1 ?? 0);
    const dimensions = numbersOf(shape);
    const values = Float32Array.from({ length: tf.util.sizeFromShape(dimensions) }, () => random.nextUniform());
    return tf.tensor(values, dimensions);
  },
  [kernelNames.dynamicSlice]: ({ x, begin }, { size }) =>
    tf.slice(given(x), Array.from(given(begin).dataSync()), numbersOf(size)),
  [kernelNames.matrixProduct]: ({ a, b }, { transposeA, transposeB }) =>
    tf.matMul(given(a), given(b), transposeA === true, transposeB === true),
  [kernelNames.select]: ({ condition, a, b }) =>
    tf.where(tf.broadcastTo(tf.cast(given(condition), 'bool'), given(a).shape), given(a), given(b)),
  [kernelNames.quotient]: ({ a, b }) => tf.div(given(a), given(b)),
};

/** Batch, height and width: statistics are per channel. */
const perChannel = [0, 1, 2];

function tensors(inputs: tf.NamedTensorInfoMap): Inputs {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, info]) => {
      if (!isTensor(info)) {
        throw new Error(`The input ${name} of a kernel is not a tensor.`);
      }
      return [name, info];
    }),
  );
}

function isTensor(info: tf.TensorInfo | undefined): info is tf.Tensor {
  return info instanceof tf.Tensor;
}

function given(tensor: tf.Tensor | undefined): tf.Tensor {
  if (tensor === undefined) {
    throw new Error('A kernel was called without one of its inputs.');
  }
  return tensor;
}

function numberOf(value: unknown): number {
  if (typeof value !== 'number') {
    throw new Error(`A kernel attribute must be a number, not ${String(value)}.`);
  }
  return value;
}

function numbersOf(value: unknown): number[] {
  if (!Array.isArray(value)) {
    throw new Error(`A kernel attribute must be a list of numbers, not ${String(value)}.`);
  }
  return value.map(numberOf);
}
