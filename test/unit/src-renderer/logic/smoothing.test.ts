import { describe, expect, it } from 'vitest';
import { createRunningMean } from '../../../../src-renderer/logic/smoothing';

function meansOf(mean: ReturnType<typeof createRunningMean>, ...values: readonly number[]): readonly number[] {
  const means = new Float32Array(values.length);
  mean(Float32Array.from(values), means);
  return [...means];
}

describe('a running mean', () => {
  it('weighs older values less and less, and is not drawn to the first', () => {
    const mean = createRunningMean(0.5);
    const expected = [8, (2 + 0.5 * 8) / 1.5, (5 + 0.5 * 2 + 0.25 * 8) / 1.75].map(Math.fround);
    expect(meansOf(mean, 8, 2, 5)).toEqual(expected);
  });

  it('goes on where it was', () => {
    const [whole, parts] = [createRunningMean(0.7), createRunningMean(0.7)];
    expect([...meansOf(parts, 8, 2), ...meansOf(parts), ...meansOf(parts, 5)]).toEqual(meansOf(whole, 8, 2, 5));
  });

  it('without a weight of the past is the value itself', () => {
    expect(meansOf(createRunningMean(0), 3, 9, 1)).toEqual([3, 9, 1]);
  });

  it('of the same value again and again is that value', () => {
    const values = [...new Float32Array(2000).fill(0.7)];
    expect(meansOf(createRunningMean(0.999), ...values)).toEqual(values);
  });

  it('passes over what is not known', () => {
    const mean = createRunningMean(0.9);
    expect(meansOf(mean, Number.NaN, 4, Number.NaN)).toEqual([Number.NaN, 4, 4]);
  });
});
