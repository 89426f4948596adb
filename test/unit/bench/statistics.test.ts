import { expect, it } from 'vitest';
import { mean, median, percentile } from '../../../bench/statistics.mjs';

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
