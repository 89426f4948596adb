/** The losses against their formulas in float64, with gradients. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { meanAbsoluteDifference, sigmoidCrossEntropy } from '../../../src-main/core/losses';
import { floats, largestDifference, numbers } from '../../support/tensors';
import { traceAndRun, tracing } from '../../support/tracing';

beforeAll(async () => {
  // The native package brings the gradients of TF.js's own operations.
  await tracing();
  await tf.setBackend('cpu');
});

/** Below it float32 has no full precision. */
const smallestFloat = 2 ** -126;

/** −log p(label) without overflow: log(1 + e^z), z = x for the label 0 and −x for 1. */
function crossEntropy(logit: number, label: 0 | 1): number {
  const z = label === 1 ? -logit : logit;
  return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('sigmoidCrossEntropy', () => {
  const logits = [-100, -30, -1, -1e-4, 0, 0.5, 2, 17, 100];

  it.each([0, 1] as const)('of label %i equals the formula, and so does its gradient', (label) => {
    tf.tidy(() => {
      const x = tf.tensor(logits, [3, 3]);
      const expected = mean(logits.map((logit) => crossEntropy(logit, label)));
      expect(sigmoidCrossEntropy(x, label).dataSync()[0] ?? 0).toBeCloseTo(expected, 5);
      const gradient = tf.grad((given) => tf.mul(sigmoidCrossEntropy(given, label), 4))(x);
      const slopes = logits.map((logit) => (4 * (1 / (1 + Math.exp(-logit)) - label)) / logits.length);
      expect(gradient.shape).toEqual([3, 3]);
      expect(largestDifference(numbers(gradient), slopes)).toBeLessThan(1e-6);
    });
  });

  it.each(logits)('of the single logit %f keeps its digits', (logit) => {
    for (const label of [0, 1] as const) {
      const expected = crossEntropy(logit, label);
      const loss = tf.tidy(() => sigmoidCrossEntropy(tf.tensor1d([logit]), label).dataSync()[0] ?? Number.NaN);
      expect(Math.abs(loss - expected)).toBeLessThanOrEqual(1e-6 * expected + smallestFloat);
    }
  });

  it('is log 2 where the discriminator knows nothing', () => {
    const loss = tf.tidy(() => sigmoidCrossEntropy(tf.zeros([2, 30, 30, 1]), 1).dataSync()[0]);
    expect(loss).toBeCloseTo(Math.LN2, 6);
  });
});

describe('meanAbsoluteDifference', () => {
  const target = [0.5, -1, 0.25, 1];
  const output = [0.5, 1, -0.25, 0.75];

  it('is the mean, with gradients of both and none at equality', () => {
    tf.tidy(() => {
      const given: [tf.Tensor, tf.Tensor] = [tf.tensor2d(target, [2, 2]), tf.tensor2d(output, [2, 2])];
      expect(meanAbsoluteDifference(...given).dataSync()[0]).toBeCloseTo((2 + 0.5 + 0.25) / 4, 6);
      const [ofTarget, ofOutput] = tf.grads((a, b) => tf.mul(meanAbsoluteDifference(a, b), 8))(given);
      expect(ofTarget?.arraySync()).toEqual([[0, -2], [2, 2]]); // prettier-ignore
      expect(ofOutput?.arraySync()).toEqual([[-0, 2], [-2, -2]]); // prettier-ignore
    });
  });
});

it('the losses are the same in a graph, gradients included', async () => {
  const logits = floats([2, 3], { low: -100, high: 100 });
  const losses = (x: tf.Tensor): readonly tf.Tensor[] => {
    const loss = (given: tf.Tensor): tf.Tensor =>
      tf.addN([
        sigmoidCrossEntropy(given, 0),
        sigmoidCrossEntropy(given, 1),
        meanAbsoluteDifference(given, tf.neg(given)),
      ]);
    return [loss(x), tf.grad(loss)(x)];
  };
  await tf.setBackend('cpu');
  const expected = tf.tidy(() => losses(tf.tensor(logits.values, [2, 3])).map(numbers));
  const { outputs } = await traceAndRun([logits], losses);
  outputs.forEach(({ values }, index) => {
    const largest = Math.max(...(expected[index] ?? []).map(Math.abs));
    expect(largestDifference(values, expected[index] ?? [])).toBeLessThan(1e-6 * largest);
  });
});
