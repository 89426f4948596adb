import { describe, expect, it } from 'vitest';
import type { StepMetrics } from '../../../../src-main/contract/metrics';
import { appendStep, createLossHistory, historyUntil, spread } from '../../../../src-renderer/logic/loss-history';
import { firstLossRange, followLosses } from '../../../../src-renderer/logic/loss-range';

function step(number: number, loss: number): StepMetrics {
  const losses = { gen_total_loss: loss * 100, gen_gan_loss: loss, gen_l1_loss: loss / 100, disc_loss: loss };
  return { type: 'step', step: number, epoch: 1, ...losses, step_seconds: 0.1, data_wait_seconds: 0 };
}

describe('appendStep', () => {
  it('keeps every value as logged and a running mean that starts at the first', () => {
    const history = createLossHistory();
    appendStep(history, step(1, 2));
    appendStep(history, step(2, 1));
    expect(history.gen_gan_loss.raw).toEqual([
      { x: 1, y: 2 },
      { x: 2, y: 1 },
    ]);
    expect(history.gen_gan_loss.smooth.map(({ y }) => y)).toEqual([2, 1.9]);
    expect(history.gen_total_loss.raw.at(-1)).toEqual({ x: 2, y: 100 });
  });
});

describe('spread', () => {
  const points = Array.from({ length: 100 }, (_, x) => ({ x, y: 0 }));

  it('ends at the newest point', () => {
    expect(spread(points, 4).map(({ x }) => x)).toEqual([24, 49, 74, 99]);
  });

  it('gives no point twice when there are few', () => {
    expect(spread(points.slice(0, 2), 4).map(({ x }) => x)).toEqual([0, 1]);
    expect(spread([], 4)).toEqual([]);
  });
});

describe('followLosses', () => {
  it('grows to cover new values, at most every two seconds, and never shrinks', () => {
    const history = createLossHistory();
    const names = ['gen_gan_loss', 'disc_loss'] as const;
    appendStep(history, step(1, 0.7));
    const first = followLosses(firstLossRange, history, names, 1000);
    expect(first.range).toEqual({ minimum: 0.5, maximum: 1 });

    appendStep(history, step(2, 7));
    expect(followLosses(first, history, names, 2900)).toBe(first);
    const second = followLosses(first, history, names, 3000);
    expect(second.range).toEqual({ minimum: 0.5, maximum: 10 });

    appendStep(history, step(3, 0.9));
    expect(followLosses(second, history, names, 9000)).toEqual({ ...second, covered: 3 });
  });
});

describe('historyUntil', () => {
  it('keeps what a resumed run keeps, apart from the history that it comes from', () => {
    const history = createLossHistory();
    for (const [index, loss] of [2, 1, 4].entries()) {
      appendStep(history, step(index + 1, loss));
    }
    const kept = historyUntil(history, 2);
    expect(kept.disc_loss.raw).toEqual(history.disc_loss.raw.slice(0, 2));
    expect(kept.disc_loss.smooth).toEqual(history.disc_loss.smooth.slice(0, 2));
    appendStep(kept, step(3, 9));
    expect(kept.disc_loss.raw.at(-1)).toEqual({ x: 3, y: 9 });
    expect(history.disc_loss.raw.at(-1)).toEqual({ x: 3, y: 4 });
  });
});
