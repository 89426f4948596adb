import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { precisions } from '../../../src-main/contract/config';
import { fastestPrecision, measurePrecisions } from '../../../src-main/engine/measure-precision';

it('takes time in each precision, and leaves nothing behind', { timeout: 60_000 }, async () => {
  await measurePrecisions();
  const before = tf.memory().numTensors;
  const seconds = await measurePrecisions();
  expect(tf.memory().numTensors).toBe(before);
  for (const precision of precisions) {
    expect(seconds[precision], precision).toBeGreaterThan(1e-5);
  }
  expect(seconds[fastestPrecision(seconds)]).toBe(Math.min(...Object.values(seconds)));
});

it('prefers float32 where nothing is faster', () => {
  expect(fastestPrecision({ float32: 1, bfloat16: 1, float16: 2 })).toBe('float32');
  expect(fastestPrecision({ float32: 1, bfloat16: 2, float16: 0.5 })).toBe('float16');
});
