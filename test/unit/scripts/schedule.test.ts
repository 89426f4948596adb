import { expect, it } from 'vitest';
import { runSideBySide } from '../../../scripts/test/schedule.mjs';

/** Runs stages that end when they are told to, and writes down which run at a time. */
function watched(): {
  readonly runStage: (stage: { readonly name: string }) => Promise<void>;
  readonly running: Set<string>;
  readonly end: (name: string) => Promise<void>;
} {
  const running = new Set<string>();
  const ends = new Map<string, () => void>();
  return {
    running,
    runStage: ({ name }) => {
      running.add(name);
      return new Promise((resolve) => {
        ends.set(name, () => {
          running.delete(name);
          resolve();
        });
      });
    },
    end: async (name) => {
      ends.get(name)?.();
      await new Promise(setImmediate);
    },
  };
}

it('stages that may run beside others do so in their order, and any other alone after them', async () => {
  const { runStage, running, end } = watched();
  const stages = [
    { name: 'a', beside: true },
    { name: 'b', beside: true },
    { name: 'c', beside: true },
    { name: 'all cores' },
    { name: 'd', beside: true },
  ];
  const whole = runSideBySide(stages, 2, runStage);
  expect([...running]).toEqual(['a', 'b']);
  await end('b');
  expect([...running]).toEqual(['a', 'c']);
  await end('a');
  expect([...running]).toEqual(['c']);
  await end('c');
  expect([...running]).toEqual(['all cores']);
  await end('all cores');
  expect([...running]).toEqual(['d']);
  await end('d');
  await whole;
});

it('a stage that is rejected ends the whole', async () => {
  const stages = [{ beside: true }, { beside: true }];
  await expect(runSideBySide(stages, 1, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
});
