import { describe, expect, it } from 'vitest';
import { createRunKeeper } from '../../../src-main/trainer/under-way';
import { start, step } from '../../support/run-events';

describe('what a window is told that was loaded anew', () => {
  it('is nothing without a run, and nothing of one that has ended', () => {
    const keeper = createRunKeeper();
    keeper.take(step(1));
    expect(keeper.underWay()).toBeNull();
    keeper.take(start);
    keeper.take({ type: 'done', step: 1, complete: false });
    expect(keeper.underWay()).toBeNull();
  });

  it('is the run as it stands: its length, its pause, and the time that it has been training', () => {
    let now = 1000;
    const keeper = createRunKeeper(() => now);
    keeper.take(start);
    keeper.take(step(1));
    keeper.take({ type: 'change', field: 'epochs', from: 10, to: 20, step: 1, total_steps: 200 });
    now = 4000;
    keeper.take({ type: 'held', step: 1 });
    now = 9000;
    const expected = { start: { ...start, total_steps: 200 }, recent: [step(1)], milliseconds: 3000 };
    expect(keeper.underWay()).toEqual({ type: 'under-way', ...expected, held: true });
    keeper.take({ type: 'released', step: 1 });
    now = 9500;
    expect(keeper.underWay()).toEqual({ type: 'under-way', ...expected, held: false, milliseconds: 3500 });
  });

  it('has the newest steps of a run of any length', () => {
    const keeper = createRunKeeper();
    keeper.take(start);
    for (let number = 1; number <= 20_001; number += 1) {
      keeper.take(step(number));
    }
    const recent = keeper.underWay()?.recent ?? [];
    expect(recent.map((metrics) => metrics.step)).toEqual(Array.from({ length: 5000 }, (_, index) => 15_002 + index));
  });
});
