/**
 * The convolutions as matrix products where those are faster on a processor, native kernels elsewhere, each with its
 * gradients. Same weights, same values up to rounding. The choices were measured on two Zen 3 cores (docs/benchmarks.md).
 */
import * as tf from '@tensorflow/tfjs-core';
import { plainConvolutions, type Convolutions } from './convolutions';
import { matrixProduct, withGradient } from './operations';
import { addPatches, strideTwoPatches } from './patches';
import { kernelSize } from './variables';
import { transformKernel, winogradConvolution } from './winograd';

/** Adding patches back costs memory traffic that grows with the picture; above these sides the native kernel wins. */
const largestAddedInputGradient = 16;
const largestAddedUp = 8;

/** Where the kernel's gradient wants its patches transposed: many of them, and a result of few columns. */
const transposedPatches = { rows: 512, columns: { from: 128, to: 256 } } as const;

const taps = kernelSize * kernelSize;

export const matrixConvolutions: Convolutions = {
  down: (x, kernel) => {
    const [batch, height, width, channels] = x.shape;
    const [rows, columns, out] = [height / 2, width / 2, kernel.shape[3]];
    const matrix = tf.reshape(kernel, [taps * channels, out]);
    return withGradient(
      [x, kernel],
      () => {
        const patches = strideTwoPatches(x);
        const value: tf.Tensor4D = tf.reshape(matrixProduct(patches, matrix), [batch, rows, columns, out]);
        return { value, saved: [patches, kernel] };
      },
      (dy, saved) => {
        const [patches, kernel] = two(saved);
        const rowsOfDy = tf.reshape(dy, [batch * rows * columns, out]);
        const matrix = tf.reshape(kernel, [taps * channels, out]);
        const dx =
          Math.max(rows, columns) <= largestAddedInputGradient
            ? addPatches(matrixProduct(rowsOfDy, matrix, { transposeB: true }), [batch, rows, columns, channels])
            : tf.conv2dTranspose(dy as tf.Tensor4D, kernel as tf.Tensor4D, x.shape, 2, 'same');
        return [dx, tf.reshape(weightGradient(patches, rowsOfDy), kernel.shape)];
      },
    );
  },

  valid: (x, kernel) =>
    kernel.shape[3] === 1 ? singleChannelValid(x, kernel) : winogradConvolution(x, transformKernel(kernel)),

  up: (x, kernel) => {
    const [batch, rows, columns, channels] = x.shape;
    const out = kernel.shape[2];
    return withGradient(
      [x, kernel],
      () => {
        const isSmall = Math.max(rows, columns) <= largestAddedUp;
        const value = isSmall ? addedUp(x, kernel) : plainConvolutions.up(x, kernel);
        return { value, saved: [x, kernel] };
      },
      (dy, saved) => {
        const [x, kernel] = two(saved);
        const patches = strideTwoPatches(dy as tf.Tensor4D);
        const matrix = tf.reshape(kernel, [taps * out, channels]);
        const rowsOfX = tf.reshape(x, [batch * rows * columns, channels]);
        const dx = tf.reshape(matrixProduct(patches, matrix), x.shape);
        return [dx, tf.reshape(weightGradient(patches, rowsOfX), kernel.shape)];
      },
    );
  },
};

/**
 * patchesᵀ × values, the kernel's gradient. oneDNN multiplies a transposed left matrix by a narrow right one at half its
 * rate; transposing the patches first costs less than that.
 *
 * @param patches [rows, 16 · in]
 * @param values [rows, out]
 * @returns [16 · in, out]
 */
function weightGradient(patches: tf.Tensor, values: tf.Tensor): tf.Tensor {
  const [rows = 0, out = 0] = values.shape;
  const { rows: fewest, columns } = transposedPatches;
  return rows >= fewest && out >= columns.from && out <= columns.to
    ? matrixProduct(transposed(patches), values)
    : matrixProduct(patches, values, { transposeA: true });
}

/** As a batch of one, since TensorFlow's optimizer would fold a plain transposition back into the product. */
function transposed(matrix: tf.Tensor): tf.Tensor2D {
  const [rows = 0, columns = 0] = matrix.shape;
  return tf.reshape(tf.transpose(tf.reshape(matrix, [1, rows, columns]), [0, 2, 1]), [columns, rows]);
}

function addedUp(x: tf.Tensor4D, kernel: tf.Tensor4D): tf.Tensor4D {
  const [batch, rows, columns, channels] = x.shape;
  const out = kernel.shape[2];
  const rowsOfX = tf.reshape(x, [batch * rows * columns, channels]);
  const matrix = tf.reshape(kernel, [taps * out, channels]);
  return addPatches(matrixProduct(rowsOfX, matrix, { transposeB: true }), [batch, rows, columns, out]);
}

/**
 * To one channel (the discriminator's logits) no patches are needed: each pixel's product with the 16 taps is made once,
 * and a logit is the sum of 16 shifted planes of it.
 */
function singleChannelValid(x: tf.Tensor4D, kernel: tf.Tensor4D): tf.Tensor4D {
  const [batch, height, width, channels] = x.shape;
  const [rows, columns] = [height - kernelSize + 1, width - kernelSize + 1];
  const pixels = tf.reshape(x, [batch * height * width, channels]);
  const products = tf.matMul(pixels, tf.reshape(kernel, [taps, channels]), false, true);
  const planes: tf.Tensor4D = tf.reshape(products, [batch, height, width, taps]);
  const shifted = Array.from({ length: taps }, (_, tap) => {
    const [row, column] = [Math.floor(tap / kernelSize), tap % kernelSize];
    return tf.slice4d(planes, [0, row, column, tap], [batch, rows, columns, 1]);
  });
  return tf.addN(shifted);
}

function two(saved: readonly tf.Tensor[]): readonly [tf.Tensor, tf.Tensor] {
  const [first, second] = saved;
  if (first === undefined || second === undefined) {
    throw new Error('A gradient was given fewer tensors than were saved.');
  }
  return [first, second];
}
