import { describe, expect, it } from 'vitest';
import { durationParts, formatBytes, formatCount, formatLoss, formatRate } from '../../../src-main/cli/numbers';

describe('numbers for people', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1,000'],
    [63_412, '63,412'],
    [1_000_000_000, '1,000,000,000'],
  ])('writes the count %d as %s', (value, text) => {
    expect(formatCount(value)).toBe(text);
  });

  it.each([
    [6.2281, '6.228'],
    [0.07312, '0.0731'],
    [62.2812, '62.28'],
    [12_345.6, '12,346'],
    [0, '0.00'],
    [NaN, 'NaN'],
  ])('writes the loss %d as %s', (value, text) => {
    expect(formatLoss(value)).toBe(text);
  });

  it.each([
    [820_000, '820 kB'],
    [218_400_000, '218 MB'],
    [999_600_000, '1.0 GB'],
    [16_900_000_000, '16.9 GB'],
  ])('writes the size %d as %s', (value, text) => {
    expect(formatBytes(value)).toBe(text);
  });

  it('gives rates one decimal', () => {
    expect(formatRate(12.345)).toBe('12.3');
  });

  it.each([
    [5, { clock: '0:05' }],
    [2963, { clock: '49:23' }],
    [3599.4, { clock: '59:59' }],
    [3599.6, { hours: 1, minutes: 0 }],
    [4260, { hours: 1, minutes: 11 }],
    [7199, { hours: 2, minutes: 0 }],
  ])('shows %d seconds in its units', (seconds, parts) => {
    expect(durationParts(seconds)).toEqual(parts);
  });
});
