import { describe, expect, it } from 'vitest';
import { createRunningMean } from '../../../../src-renderer/logic/smoothing';

describe('a running mean', () => {
  it('weighs older values less and less, and is not drawn to the first', () => {
    const mean = createRunningMean(0.5);
    expect([8, 2, 5].map(mean)).toEqual([8, (2 + 0.5 * 8) / 1.5, (5 + 0.5 * 2 + 0.25 * 8) / 1.75]);
  });

  it('without a weight of the past is the value itself', () => {
    expect([3, 9, 1].map(createRunningMean(0))).toEqual([3, 9, 1]);
  });

  it('of the same value again and again is that value', () => {
    const mean = createRunningMean(0.999);
    const values = Array.from({ length: 2000 }, () => mean(0.7));
    values.forEach((value) => {
      expect(value).toBeCloseTo(0.7, 12);
    });
  });

  it('passes over what is not known', () => {
    const mean = createRunningMean(0.9);
    expect(mean(Number.NaN)).toBeNaN();
    expect([mean(4), mean(Number.NaN)]).toEqual([4, 4]);
  });
});
