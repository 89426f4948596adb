/** A short version of `npm run bench:memory`. */
import { expect, it } from 'vitest';
import { readMemory } from '../../../bench/long-run.mjs';

it('a training with many samples and checkpoints keeps no more memory, tensors or file handles than at first', async () => {
  const readings = await readMemory(1500, 100);
  // The first ones still have the compiled code and the thread of digests before them.
  const [first, last] = [readings[2], readings.at(-1)];
  expect(last?.step).toBe(1500);
  // The buffers of checkpoints, kept in every thread, were 5 % more.
  expect((last?.rss ?? NaN) / (first?.rss ?? NaN)).toBeLessThan(1.025);
  expect(last?.tensors).toBe(first?.tensors);
  // On a slow disk a checkpoint may still be digested while the handles are counted, but not at five readings of five.
  const least = (some: typeof readings): number => Math.min(...some.map(({ handles }) => handles));
  expect(least(readings.slice(-5))).toBe(least(readings.slice(2, 7)));
});
