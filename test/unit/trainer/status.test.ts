import { describe, expect, it } from 'vitest';
import type { RunStatus } from '../../../src-main/contract/run-status';
import { createStatusTeller } from '../../../src-main/trainer/status';
import { start, step } from '../../support/run-events';

describe('what the application is told of a run', () => {
  it('is at most one word a second about its progress, and at once when something happens', () => {
    let now = 0;
    const told: RunStatus[] = [];
    const take = createStatusTeller(
      (status) => told.push(status),
      () => now,
    );
    take(step(1));
    expect(told).toEqual([]);
    take(start);
    for (let number = 1; number <= 30; number += 1) {
      now = number * 100;
      take(step(number));
    }
    expect(told.map((status) => status.step)).toEqual([0, 10, 20, 30]);
    now = 3050;
    take({ type: 'held', step: 30 });
    take({ type: 'released', step: 30 });
    take({ type: 'change', field: 'epochs', from: 10, to: 20, step: 30, total_steps: 200 });
    take({ type: 'done', step: 31, complete: false });
    expect(told.slice(4).map(({ phase, totalSteps }) => [phase, totalSteps])).toEqual([
      ['held', 100],
      ['training', 100],
      ['training', 200],
      ['ended', 200],
    ]);
    expect(told.at(-1)).toMatchObject({ run: '/runs/1', step: 31, complete: false, problem: null });
  });

  it('says why a run failed or waits', () => {
    const told: RunStatus[] = [];
    const take = createStatusTeller((status) => told.push(status));
    const error = { code: 'disk-full', data: { path: '/runs' } } as const;
    take(start);
    take({ type: 'paused', step: 1, code: 'disk-full', message: '', error });
    take({ type: 'continued', step: 1 });
    take({ type: 'failed', error });
    expect(told.map(({ phase, problem }) => [phase, problem?.code])).toEqual([
      ['training', undefined],
      ['held', 'disk-full'],
      ['training', undefined],
      ['failed', 'disk-full'],
    ]);
  });
});
