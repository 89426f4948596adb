import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { colourJitter } from '../../../src-main/core/colour-jitter';
import { Philox } from '../../../src-main/core/philox';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const pixels = 6;

function randomPictures(batch: number): number[] {
  const random = new Philox(3, 4);
  return Array.from({ length: batch * pixels * 3 }, () => random.nextUniform() * 2 - 1);
}

function jittered(values: readonly number[], factors: readonly (readonly number[])[]): number[] {
  const result = tf.tidy(() =>
    colourJitter(
      tf.tensor4d([...values], [factors.length, 2, 3, 3]),
      tf.tensor2d(factors.flat(), [factors.length, 3]),
    ).dataSync(),
  );
  return Array.from(result);
}

/** Written out for one pixel. */
function pixel(
  [r = 0, g = 0, b = 0]: readonly number[],
  [contrast = 1, saturation = 1, brightness = 0]: readonly number[],
) {
  const grey = 0.299 * r + 0.587 * g + 0.114 * b;
  return [r, g, b].map((value) => {
    const changed = (grey + saturation * (value - grey)) * contrast + brightness;
    return Math.min(1, Math.max(-1, changed));
  });
}

describe('colourJitter', () => {
  it('changes nothing by the neutral factors', () => {
    const values = randomPictures(1);
    jittered(values, [[1, 1, 0]]).forEach((value, index) => {
      expect(value).toBeCloseTo(values[index] ?? Number.NaN, 6);
    });
  });

  it('changes each picture of a batch by its own factors, and cuts what leaves the range', () => {
    const values = randomPictures(2);
    const factors = [
      [1.4, 0.6, 0.3],
      [0.7, 1.3, -0.5],
    ];
    const expected = Array.from({ length: 2 * pixels }, (_, index) =>
      pixel(values.slice(index * 3, index * 3 + 3), factors[Math.floor(index / pixels)] ?? []),
    ).flat();
    const changed = jittered(values, factors);
    expect(changed).toHaveLength(expected.length);
    changed.forEach((value, index) => {
      expect(value).toBeCloseTo(expected[index] ?? Number.NaN, 5);
    });
    expect(changed.some((value) => value === 1 || value === -1)).toBe(true);
  });

  it('makes grey of a saturation of 0', () => {
    const changed = jittered(randomPictures(1), [[1, 0, 0]]);
    for (let index = 0; index < changed.length; index += 3) {
      expect(changed[index]).toBeCloseTo(changed[index + 1] ?? Number.NaN, 5);
      expect(changed[index]).toBeCloseTo(changed[index + 2] ?? Number.NaN, 5);
    }
  });

  it('keeps no tensors', () => {
    jittered(randomPictures(1), [[1, 1, 0]]);
    const before = tf.memory().numTensors;
    jittered(randomPictures(1), [[1.1, 0.9, 0.1]]);
    expect(tf.memory().numTensors).toBe(before);
  });
});
