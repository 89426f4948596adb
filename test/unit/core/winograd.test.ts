/** Winograd's filtering at the discriminator's own size against float64 sums and against the backend's convolution. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { transformKernel, winogradConvolution } from '../../../src-main/core/winograd';
import { floats, largestDifference, numbers, toTensor, type Input } from '../../support/tensors';
import { tracing } from '../../support/tracing';

beforeAll(async () => {
  await tracing();
});

const convolve = (x: tf.Tensor, kernel: tf.Tensor): tf.Tensor4D =>
  winogradConvolution(x as tf.Tensor4D, transformKernel(kernel as tf.Tensor4D));

/** Root of the mean square of a − b, relative to b's. */
function relativeError(a: tf.Tensor, b: tf.Tensor): number {
  return tf.tidy(() => numbers(tf.div(tf.norm(tf.sub(a, b)), tf.norm(b)))[0] ?? Number.NaN);
}

describe('winogradConvolution', () => {
  it('gives the sums of its definition, computed in float64', () => {
    const [x, kernel] = [floats([1, 8, 7, 3]), floats([4, 4, 3, 2], { seed: 2 })];
    const value = tf.tidy(() => numbers(convolve(toTensor(x), toTensor(kernel))));
    expect(largestDifference(value, definition(x, kernel))).toBeLessThan(2e-5);
  });

  it('is within 3e-6 of the backend, gradients too, at the size of the discriminator', () => {
    tf.tidy(() => {
      const inputs = [toTensor(floats([1, 34, 34, 256])), toTensor(floats([4, 4, 256, 512], { seed: 2 }))] as const;
      const weights = toTensor(floats([1, 31, 31, 512], { seed: 3 }));
      const [x, kernel] = inputs;
      const plain = (x: tf.Tensor, kernel: tf.Tensor): tf.Tensor =>
        tf.conv2d(x as tf.Tensor4D, kernel as tf.Tensor4D, 1, 'valid');
      expect(relativeError(convolve(x, kernel), plain(x, kernel))).toBeLessThan(3e-6);
      const gradients = (convolution: typeof plain): tf.Tensor[] =>
        tf.grads((x, kernel) => tf.sum(tf.mul(convolution(x, kernel), weights)))([...inputs]);
      const expected = gradients(plain);
      gradients(convolve).forEach((gradient, index) => {
        expect(relativeError(gradient, expected[index] ?? tf.scalar(0))).toBeLessThan(3e-6);
      });
    });
  });
});

function definition(x: Input, kernel: Input): number[] {
  const [, height = 0, width = 0, channels = 0] = x.shape;
  const out = kernel.shape[3] ?? 0;
  const sums: number[] = [];
  for (let row = 0; row < height - 3; row++) {
    for (let column = 0; column < width - 3; column++) {
      for (let to = 0; to < out; to++) {
        let sum = 0;
        for (let tap = 0; tap < 16 * channels; tap++) {
          const [tapRow, tapColumn, from] = [
            Math.floor(tap / (4 * channels)),
            Math.floor(tap / channels) % 4,
            tap % channels,
          ];
          const pixel = x.values[((row + tapRow) * width + column + tapColumn) * channels + from] ?? Number.NaN;
          sum += pixel * (kernel.values[tap * out + to] ?? Number.NaN);
        }
        sums.push(sum);
      }
    }
  }
  return sums;
}
