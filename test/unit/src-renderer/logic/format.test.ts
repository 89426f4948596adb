import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatCount,
  formatDay,
  formatDuration,
  formatLimit,
  formatLoss,
  formatRate,
} from '../../../../src-renderer/logic/format';

describe('formatLoss', () => {
  it.each([
    [6.2281, '6.228'],
    [0.07314, '0.0731'],
    [0.69315, '0.693'],
    [54.3678, '54.37'],
    [123.456, '123.5'],
    [12345.6, '12,346'],
    [1e9, '1.00e+9'],
    [0.000123456, '1.23e-4'],
    [-2.5, '-2.500'],
    [0, '0'],
    [NaN, 'NaN'],
    [Infinity, 'Infinity'],
  ])('%d is %s', (value, text) => {
    expect(formatLoss(value)).toBe(text);
  });
});

describe('formatDuration', () => {
  it('counts minutes and seconds under an hour, then hours and minutes', () => {
    expect(formatDuration(0, 'en')).toBe('0:00');
    expect(formatDuration(59.6, 'en')).toBe('1:00');
    expect(formatDuration(2963, 'en')).toBe('49:23');
    expect(formatDuration(3599.4, 'en')).toBe('59:59');
    expect(formatDuration(3599.6, 'en')).toBe('1 h 0 min');
    expect(formatDuration(4260, 'en')).toBe('1 h 11 min');
    expect(formatDuration(4260, 'ko')).toBe('1시간 11분');
    expect(formatDuration(7199, 'en')).toBe('2 h 0 min');
  });
});

describe('other figures', () => {
  it('has commas in counts and one decimal in rates', () => {
    expect(formatCount(63412)).toBe('63,412');
    expect(formatRate(21.449)).toBe('21.4');
  });

  it('has decimal units in sizes', () => {
    expect(formatBytes(25_280_000_000)).toBe('25.3 GB');
    expect(formatBytes(218_000_000)).toBe('218 MB');
    expect(formatBytes(999)).toBe('999 B');
    expect(formatBytes(0)).toBe('0 B');
  });
});

describe('formatDay', () => {
  const now = new Date(2026, 10, 24, 15, 30).getTime();
  it('is the time today, the day before, and the year of another', () => {
    expect(formatDay(new Date(2026, 10, 24, 9, 5).getTime(), now, 'en')).toBe('09:05');
    expect(formatDay(new Date(2026, 10, 4, 9, 5).getTime(), now, 'en')).toBe('4 Nov');
    expect(formatDay(new Date(2026, 10, 4, 9, 5).getTime(), now, 'ko')).toBe('11월 4일');
    expect(formatDay(new Date(2025, 1, 4).getTime(), now, 'en')).toBe('4 Feb 2025');
  });
});

describe('formatLimit', () => {
  it('is plain, however small or large', () => {
    expect([1e-8, 0.999, 0, 100_000].map(formatLimit)).toEqual(['0.00000001', '0.999', '0', '100,000']);
  });
});
