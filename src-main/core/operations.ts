/** The fused operations with their gradients, as functions for model code. The caller disposes what they return. */
import * as tf from '@tensorflow/tfjs-core';
import type { Precision } from '../contract/config';
import { kernelNames } from './kernels';

/**
 * Batch normalisation by the batch's own statistics, in training and in inference (the tutorial's `training=True`).
 *
 * @param x [batch, height, width, channels]
 * @param gamma [channels]
 * @param beta [channels]
 */
export function batchNorm(x: tf.Tensor4D, gamma: tf.Tensor, beta: tf.Tensor, epsilon: number): tf.Tensor4D {
  return withGradient(
    [x, gamma, beta],
    () => {
      const [value, ...reserves] = runKernel(kernelNames.batchNorm, { x, gamma, beta }, { epsilon });
      return { value: present(value) as tf.Tensor4D, saved: [x, gamma, ...reserves] };
    },
    (dy, saved) => {
      const [x, gamma, reserve1, reserve2, reserve3] = saved.map(present);
      return runKernel(kernelNames.batchNormGrad, { dy, x, gamma, reserve1, reserve2, reserve3 }, { epsilon });
    },
  );
}

/** x where positive, else slope·x. */
export function leakyRelu<T extends tf.Tensor>(x: T, slope: number): T {
  return withGradient(
    [x],
    () => ({ value: tf.leakyRelu(x, slope), saved: [x] }),
    (dy, [x]) => runKernel(kernelNames.leakyReluGrad, { dy, x }, { alpha: slope }),
  );
}

/** max(x, 0). */
export function relu<T extends tf.Tensor>(x: T): T {
  return withGradient(
    [x],
    () => keepOutput(tf.relu(x)),
    (dy, [y]) => runKernel(kernelNames.reluGrad, { dy, y }),
  );
}

/** Hyperbolic tangent. */
export function tanh<T extends tf.Tensor>(x: T): T {
  return withGradient(
    [x],
    () => keepOutput(tf.tanh(x)),
    (dy, [y]) => runKernel(kernelNames.tanhGrad, { dy, y }),
  );
}

/**
 * Uniform float32 values in [0, 1) that depend on nothing but the seed.
 *
 * @param seed int32 [2]
 */
export function statelessUniform(shape: readonly number[], seed: tf.Tensor): tf.Tensor {
  return present(runKernel(kernelNames.statelessUniform, { seed }, { shape: [...shape] })[0]);
}

/**
 * The part of `x` that begins at a tensor's values; TF.js's own slice takes JavaScript numbers only. No gradient.
 *
 * @param begin int32 [rank of x]
 */
export function dynamicSlice(x: tf.Tensor, begin: tf.Tensor, size: readonly number[]): tf.Tensor {
  return present(runKernel(kernelNames.dynamicSlice, { x, begin }, { size: [...size] })[0]);
}

/** a / b to the last bit, also where b is a constant, of which a graph would multiply with the inverse. No gradient. */
export function quotient<T extends tf.Tensor>(a: T, b: number): T {
  return present(runKernel(kernelNames.quotient, { a, b: tf.scalar(b) })[0]) as T;
}

/**
 * Product of two matrices, either transposed first: TensorFlow's MatMul, where `tf.matMul` would emit its batched form.
 * No gradient.
 */
export function matrixProduct(
  a: tf.Tensor,
  b: tf.Tensor,
  { transposeA = false, transposeB = false }: { readonly transposeA?: boolean; readonly transposeB?: boolean } = {},
): tf.Tensor2D {
  return present(runKernel(kernelNames.matrixProduct, { a, b }, { transposeA, transposeB })[0]) as tf.Tensor2D;
}

/**
 * The gradient of a convolution's kernel, which TF.js has only inside of its own gradients. No gradient.
 *
 * @param x what the convolution reads, [batch, height, width, in]
 * @param dy the gradient of what it gives, [batch, …, …, out]
 */
export function kernelGradient(
  x: tf.Tensor4D,
  dy: tf.Tensor4D,
  filterShape: [number, number, number, number],
  stride: number,
  pad: 'same' | 'valid',
): tf.Tensor {
  const attributes = { strides: [stride, stride], pad, dataFormat: 'NHWC', filterShape };
  return present(runKernel(tf.Conv2DBackpropFilter, { x, dy }, attributes)[0]);
}

/**
 * The same values in a shorter float type, or back in float32. Only in a graph: TF.js knows no shorter type and takes the
 * result for float32. No gradient.
 */
export function toPrecision<T extends tf.Tensor>(x: T, precision: Precision): T {
  return present(runKernel(kernelNames.toPrecision, { x }, { precision })[0]) as T;
}

/** `a` where `condition` holds, else `b`; `condition` broadcasts to their shape. No gradient. */
export function select(condition: tf.Tensor, a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  return present(runKernel(kernelNames.select, { condition, a, b })[0]);
}

interface Forward<T extends tf.Tensor> {
  readonly value: T;
  /** What the gradient needs; TF.js keeps it until then. */
  readonly saved: readonly (tf.Tensor | undefined)[];
}

/**
 * A value with a gradient of our own. The gradients are made all at once: in TF.js's registry each input has a thunk
 * of its own, whose tidy would dispose the other outputs of a shared gradient kernel.
 */
export function withGradient<T extends tf.Tensor>(
  inputs: readonly tf.Tensor[],
  forward: () => Forward<T>,
  gradient: (dy: tf.Tensor, saved: readonly tf.Tensor[]) => tf.Tensor[],
): T {
  return tf.customGrad<T>((...given) => {
    const save = given[given.length - 1];
    const { value, saved } = forward();
    if (typeof save === 'function') {
      save(saved.map(present));
    }
    return { value, gradFunc: (dy, saved) => gradient(dy, saved) };
  })(...inputs);
}

function keepOutput<T extends tf.Tensor>(value: T): Forward<T> {
  return { value, saved: [value] };
}

function runKernel(
  name: string,
  inputs: Readonly<Record<string, tf.Tensor | undefined>>,
  attributes: tf.NamedAttrMap = {},
): tf.Tensor[] {
  const given = Object.fromEntries(Object.entries(inputs).map(([key, tensor]) => [key, present(tensor)]));
  const output = tf.engine().runKernel<tf.Tensor | tf.Tensor[]>(name, given, attributes);
  return Array.isArray(output) ? output : [output];
}

function present(tensor: tf.Tensor | undefined): tf.Tensor {
  if (tensor === undefined) {
    throw new Error('A kernel gave or was given fewer tensors than it should.');
  }
  return tensor;
}
