import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import type { Precision } from '../../../src-main/contract/config';
import { tracing } from '../../../src-main/engine/compiled';
import { fastestExecution, measureExecutions } from '../../../src-main/engine/measure-execution';
import { smallConfig } from '../../support/small-model';

const networks = { ...smallConfig, batch: 1, colourJitter: 0.2 };

it('times a step of the ways that are open and may be the fastest, and leaves nothing behind', async () => {
  await tracing();
  const before = tf.memory().numTensors;
  const timings = await measureExecutions(networks, { precision: 'auto', xla: 'off' });
  expect(tf.memory().numTensors).toBe(before);
  expect(timings[0]).toMatchObject({ precision: 'float32', xla: 'off' });
  expect(timings.every(({ xla }) => xla === 'off')).toBe(true);
  for (const { precision, xla, seconds } of timings) {
    expect(seconds, `${precision} ${xla}`).toBeGreaterThan(1e-5);
  }
});

it('times nothing but what a person has chosen', async () => {
  const only = async (precision: Precision): Promise<readonly string[]> =>
    (await measureExecutions(networks, { precision, xla: 'off' })).map((timing) => `${timing.precision} ${timing.xla}`);
  expect(await only('float32')).toEqual(['float32 off']);
  // A processor may lack it.
  expect([[], ['bfloat16 off']]).toContainEqual(await only('bfloat16'));
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

it('takes another way than the plainest only for a gain that is no accident', () => {
  const slightly = [timings[0], { precision: 'bfloat16', xla: 'off', seconds: 2.9 }] as const;
  expect(fastestExecution(slightly, { precision: 'auto', xla: 'off' })).toEqual({ precision: 'float32', xla: 'off' });
  const clearly = [timings[0], { precision: 'bfloat16', xla: 'off', seconds: 2.8 }] as const;
  expect(fastestExecution(clearly, { precision: 'auto', xla: 'off' })).toEqual({ precision: 'bfloat16', xla: 'off' });
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
