import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { fastestExecution, measureExecutions } from '../../../src-main/engine/measure-execution';

it('times each way of a block, and leaves nothing behind', { timeout: 60_000 }, async () => {
  const config = { size: 64, filters: 4, batch: 1 } as const;
  await measureExecutions(config);
  const before = tf.memory().numTensors;
  const timings = await measureExecutions(config);
  expect(tf.memory().numTensors).toBe(before);
  expect(timings.map(({ precision, xla }) => `${precision} ${xla}`)).toEqual(
    expect.arrayContaining(['float32 off', 'bfloat16 off', 'float16 off', 'float32 on']),
  );
  for (const { precision, xla, seconds } of timings) {
    expect(seconds, `${precision} ${xla}`).toBeGreaterThan(1e-5);
  }
});

const timings = [
  { precision: 'float32', xla: 'off', seconds: 3 },
  { precision: 'bfloat16', xla: 'off', seconds: 4 },
  { precision: 'float32', xla: 'on', seconds: 2 },
  { precision: 'bfloat16', xla: 'on', seconds: 1 },
] as const;

it('chooses the fastest among what is left open', () => {
  expect(fastestExecution(timings, { precision: 'auto', xla: 'auto' })).toEqual({ precision: 'bfloat16', xla: 'on' });
  expect(fastestExecution(timings, { precision: 'auto', xla: 'off' })).toEqual({ precision: 'float32', xla: 'off' });
  expect(fastestExecution(timings, { precision: 'float32', xla: 'auto' })).toEqual({ precision: 'float32', xla: 'on' });
  expect(fastestExecution(timings, { precision: 'float32', xla: 'off' })).toEqual({ precision: 'float32', xla: 'off' });
});

it('takes the plainest of equals, and float32 without XLA where nothing was measured', () => {
  const equal = timings.map((timing) => ({ ...timing, seconds: 1 }));
  expect(fastestExecution(equal, { precision: 'auto', xla: 'auto' })).toEqual({ precision: 'float32', xla: 'off' });
  expect(fastestExecution([], { precision: 'auto', xla: 'auto' })).toEqual({ precision: 'float32', xla: 'off' });
  // What this device was found to lack is not forced upon it, nor taken away from who asks for it.
  expect(fastestExecution(timings, { precision: 'float16', xla: 'auto' })).toEqual({
    precision: 'float16',
    xla: 'off',
  });
});
