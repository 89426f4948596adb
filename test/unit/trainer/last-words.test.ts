import { describe, expect, it } from 'vitest';
import { makeTrainConfig } from '../../../src-main/contract/config';
import { createLastWords } from '../../../src-main/trainer/last-words';
import type { TrainingMessage } from '../../../src-main/trainer/training';

const lack = { signal: 'SIGKILL', peakBytes: 3e9 };
const config = makeTrainConfig('studio', { size: 256, filters: 32, batch: 2 });
const error = {
  code: 'out-of-memory',
  data: expect.objectContaining({
    size: 256,
    filters: 32,
    batch: 2,
    peakMegabytes: 3000,
    reason: 'SIGKILL',
  }) as unknown,
};

function listen(): { readonly passed: TrainingMessage[]; readonly words: ReturnType<typeof createLastWords> } {
  const passed: TrainingMessage[] = [];
  return { passed, words: createLastWords((message) => passed.push(message)) };
}

describe('what is said for a training that lacked memory', () => {
  it('before its first step answers the request', () => {
    const { passed, words } = listen();
    words.asked({ type: 'device', id: 1 });
    words.said({ to: 'app', message: { type: 'reply', id: 1, result: { ok: true, data: null } } });
    words.asked({ type: 'train', id: 2, dataset: '/pairs', run: '/runs/1', config });
    expect(words.say(lack)).toBe(true);
    expect(passed).toEqual([{ to: 'app', message: { type: 'reply', id: 2, result: { ok: false, error } } }]);
  });

  it('under way ends its run for the window and for the application', () => {
    const { passed, words } = listen();
    const status = {
      run: '/runs/1',
      phase: 'training',
      step: 7,
      totalSteps: 9,
      complete: false,
      problem: null,
    } as const;
    words.said({
      to: 'window',
      message: {
        type: 'start',
        device: 'a processor',
        run: '/runs/1',
        step: 0,
        total_steps: 9,
        steps_per_epoch: 9,
        batch: 2,
        size: 256,
        filters: 32,
        train_pairs: 18,
        test_pairs: 2,
        changes: [],
      },
    });
    words.said({ to: 'app', message: { type: 'status', status } });
    expect(words.say(lack)).toBe(true);
    expect(passed).toEqual([
      { to: 'window', message: { type: 'failed', error } },
      { to: 'app', message: { type: 'status', status: { ...status, phase: 'failed', problem: error } } },
    ]);
  });

  it('is nothing where nothing was trained', () => {
    const { passed, words } = listen();
    words.asked({ type: 'device', id: 1 });
    expect(words.say(lack)).toBe(false);
    expect(passed).toEqual([]);
  });
});
