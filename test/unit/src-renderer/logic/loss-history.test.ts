import { describe, expect, it } from 'vitest';
import type { Losses } from '../../../../src-main/contract/metrics';
import { LossHistory } from '../../../../src-renderer/logic/loss-history';
import { firstLossRange, followLosses, lossRangeOf } from '../../../../src-renderer/logic/loss-range';
import { historyOfEach } from '../../../support/loss-history';

/** A history with the GAN loss, and the others as multiples of it. */
function historyOf(...values: readonly number[]): LossHistory {
  const history = LossHistory.empty();
  values.forEach((value, index) => {
    history.append(index + 1, losses(value));
  });
  return history;
}

function losses(value: number): Losses {
  return { gen_total_loss: value * 100, gen_gan_loss: value, gen_l1_loss: value / 100, disc_loss: value };
}

describe('a loss history', () => {
  it('keeps every value as logged and a running mean', () => {
    const history = historyOf(2, 1);
    expect([1, 2].map((step) => history.raw('gen_total_loss').at(step))).toEqual([200, 100]);
    expect(history.smooth('gen_gan_loss').at(1)).toBe(2);
    expect(history.smooth('gen_gan_loss').at(2)).toBeCloseTo((1 + 0.9 * 2) / 1.9, 6);
  });

  it('is smoothed anew as a whole, and goes on like that', () => {
    const history = historyOf(4, 8);
    history.setSmoothing(0.5);
    history.append(3, losses(2));
    const smooth = [1, 2, 3].map((step) => history.smooth('disc_loss').at(step));
    expect(smooth).toEqual([4, Math.fround((8 + 2) / 1.5), Math.fround((2 + 4 + 1) / 1.75)]);
  });

  it('leaves open what it was never told, and takes no step twice', () => {
    const history = historyOf(2);
    history.append(4, losses(5));
    history.append(4, losses(9));
    expect([1, 2, 3, 4].map((step) => history.raw('disc_loss').at(step))).toEqual([2, undefined, undefined, 5]);
    expect(history.length).toBe(4);
  });

  it('takes over what another one of the same run has beyond it', () => {
    const history = historyOf(2, 1);
    const newer = LossHistory.empty();
    newer.append(2, losses(9));
    newer.append(3, losses(4));
    history.extend(newer);
    expect([1, 2, 3].map((step) => history.raw('disc_loss').at(step))).toEqual([2, 1, 4]);
    expect(history.smooth('disc_loss').length).toBe(3);
  });

  it('is cut for a run that goes on from a step, apart from the one that it comes from', () => {
    const history = historyOf(2, 1, 4);
    const kept = history.until(2);
    kept.append(3, losses(9));
    expect([kept.raw('disc_loss').at(3), history.raw('disc_loss').at(3)]).toEqual([9, 4]);
    expect(history.until(0).length).toBe(0);
  });

  it('takes little more than the values themselves', () => {
    const count = 100_000;
    const values = new Float32Array(count).fill(1);
    const history = historyOfEach(values);
    // Four curves, raw and smooth, four bytes a value.
    expect(history.bytes).toBeLessThan(count * 4 * 2 * 4 * 1.2);
  });
});

describe('the loss axis', () => {
  const names = ['gen_gan_loss', 'disc_loss'] as const;

  it('grows to cover new values, at most every two seconds, and never shrinks', () => {
    const history = historyOf(0.7);
    const first = followLosses(firstLossRange('log'), history, names, 'log', 1000);
    expect(first.range).toEqual({ minimum: 0.5, maximum: 1 });
    history.append(2, losses(7));
    expect(followLosses(first, history, names, 'log', 2900)).toBe(first);
    const second = followLosses(first, history, names, 'log', 3000);
    expect(second.range).toEqual({ minimum: 0.5, maximum: 10 });
    history.append(3, losses(0.9));
    expect(followLosses(second, history, names, 'log', 9000)).toEqual({ ...second, covered: 3 });
  });

  it('begins at zero where it is linear', () => {
    expect(followLosses(firstLossRange('linear'), historyOf(0.7, 3), names, 'linear', 0).range).toEqual({
      minimum: 0,
      maximum: 5,
    });
  });

  it('of a part covers that part alone', () => {
    const history = historyOf(0.7, 60, 0.9, 1.5);
    expect(lossRangeOf(history, names, { first: 3, last: 4 }, 'log')).toEqual({ minimum: 0.5, maximum: 2 });
    expect(lossRangeOf(history, names, { first: 30, last: 40 }, 'log')).toBeNull();
  });
});
