/** The convolutions as matrix products against the backend's own, values and gradients, at every size of the networks. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { plainConvolutions, type Convolutions } from '../../../src-main/core/convolutions';
import { matrixConvolutions } from '../../../src-main/core/matrix-convolutions';
import { floats, largestDifference, numbers, toTensor, type Input } from '../../support/tensors';
import { traceAndRun, tracing } from '../../support/tracing';

beforeAll(async () => {
  await tracing();
});

type Kind = keyof Convolutions;

/** Value and gradients for a loss that weighs each output differently. */
const all =
  (convolutions: Convolutions, kind: Kind) =>
  (x: tf.Tensor, kernel: tf.Tensor): tf.Tensor[] => {
    const convolve = (x: tf.Tensor, kernel: tf.Tensor): tf.Tensor =>
      convolutions[kind](x as tf.Tensor4D, kernel as tf.Tensor4D);
    const value = convolve(x, kernel);
    const weights = toTensor(floats(value.shape, { seed: 9 }));
    return [value, ...tf.grads((x, kernel) => tf.sum(tf.mul(convolve(x, kernel), weights)))([x, kernel])];
  };

const sides = [
  [1, 1],
  [1, 2],
  [2, 1],
  [2, 4],
  [1, 8],
  [2, 10],
  [1, 20],
] as const;

const cases: readonly (readonly [Kind, Input, Input])[] = sides.flatMap(([batch, side]) => [
  ['down', floats([batch, 2 * side, 2 * side, 3]), floats([4, 4, 3, 5], { seed: 2 })] as const,
  ['down', floats([batch, 2 * side, 4 * side, 2]), floats([4, 4, 2, 3], { seed: 2 })] as const,
  ['valid', floats([batch, side + 3, side + 4, 3]), floats([4, 4, 3, 5], { seed: 2 })] as const,
  ['valid', floats([batch, side + 3, side + 4, 3]), floats([4, 4, 3, 1], { seed: 2 })] as const,
  ['up', floats([batch, side, side, 3]), floats([4, 4, 5, 3], { seed: 2 })] as const,
  ['up', floats([batch, side, 2 * side, 3]), floats([4, 4, 2, 3], { seed: 2 })] as const,
]);

describe('matrixConvolutions', () => {
  it.each(cases.map(([kind, x, kernel]) => [kind, x.shape.join('×'), kernel.shape.join('×'), x, kernel] as const))(
    '%s of %s by %s equals the plain form, gradients included',
    (kind, _x, _kernel, x, kernel) => {
      const before = tf.memory().numTensors;
      tf.tidy(() => {
        const inputs = [toTensor(x), toTensor(kernel)] as const;
        const expected = all(plainConvolutions, kind)(...inputs);
        all(
          matrixConvolutions,
          kind,
        )(...inputs).forEach((tensor, index) => {
          const other = expected[index] ?? tf.scalar(0);
          expect(tensor.shape).toEqual(other.shape);
          const scale = Math.max(1, ...numbers(tf.abs(other)));
          expect(largestDifference(numbers(tensor), numbers(other))).toBeLessThan(1e-5 * scale);
        });
      });
      expect(tf.memory().numTensors).toBe(before);
    },
  );

  it.each(cases.slice(12, 18))('%s is the same in a graph', async (kind, x, kernel) => {
    const expected = tf.tidy(() => all(plainConvolutions, kind)(toTensor(x), toTensor(kernel)).map(numbers));
    const { outputs } = await traceAndRun([x, kernel], all(matrixConvolutions, kind));
    outputs.forEach(({ values }, index) => {
      const scale = Math.max(1, ...(expected[index] ?? []).map(Math.abs));
      expect(largestDifference(values, expected[index] ?? [])).toBeLessThan(1e-5 * scale);
    });
  });
});
