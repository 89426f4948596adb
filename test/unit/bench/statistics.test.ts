import { expect, it } from 'vitest';
import {
  largestRelativeDifference,
  mean,
  meanRatio,
  median,
  percentile,
  ratioOfMeans,
  standardError,
} from '../../../bench/statistics.mjs';

it('takes the middle value, or the mean of the two middle ones, in whatever order they come', () => {
  expect(median([5, 1, 3])).toBe(3);
  expect(median([4, 1, 10, 2])).toBe(3);
  expect(median([7])).toBe(7);
});

it('averages', () => {
  expect(mean([1, 2, 6])).toBe(3);
});

it('finds the value that a part of all does not exceed', () => {
  expect(percentile([4, 1, 3, 2], 0.5)).toBe(2);
  expect(percentile([4, 1, 3, 2], 0.95)).toBe(4);
  expect(percentile([9], 0)).toBe(9);
});

it('knows how far a mean may be off: the deviation over n − 1, divided by √n', () => {
  expect(standardError([2, 4, 4, 4, 5, 5, 7, 9])).toBeCloseTo(Math.sqrt(32 / 7 / 8), 12);
  expect(standardError([3, 3])).toBe(0);
  expect(standardError([3])).toBeNaN();
});

it('gives a ratio of two means the relative errors of both', () => {
  const [values, others] = [
    [1.9, 2.1],
    [3.8, 4.2, 4],
  ];
  const { ratio, error } = ratioOfMeans(values, others);
  expect(ratio).toBeCloseTo(0.5, 12);
  expect(error).toBeCloseTo(0.5 * Math.hypot(0.1 / 2, 0.2 / Math.sqrt(3) / 4), 12);
});

it('averages ratios, of which the errors partly cancel', () => {
  const { ratio, error } = meanRatio([
    { ratio: 1, error: 0.03 },
    { ratio: 1.1, error: 0.04 },
  ]);
  expect(ratio).toBeCloseTo(1.05, 12);
  expect(error).toBeCloseTo(0.025, 12);
});

it('finds the largest relative difference, and none between lists of other lengths', () => {
  expect(largestRelativeDifference([1, 3, -4], [1, 2, -5])).toBe(0.5);
  expect(largestRelativeDifference([1], [1, 2])).toBeNaN();
});
