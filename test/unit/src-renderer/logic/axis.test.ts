import { describe, expect, it } from 'vitest';
import {
  growRange,
  lossTicks,
  roundDown,
  roundUp,
  stepAxisEnd,
  stepLabel,
  stepTicks,
} from '../../../../src-renderer/logic/axis';

describe('round numbers', () => {
  it.each([
    [0.03, 0.05, 0.02],
    [0.1, 0.1, 0.1],
    [0.3, 0.5, 0.2],
    [1, 1, 1],
    [3, 5, 2],
    [51, 100, 50],
    [1e6, 1e6, 1e6],
    [0.30000000000000004, 0.5, 0.2],
  ])('%d lies between %d and %d', (value, up, down) => {
    expect(roundUp(value)).toBe(up);
    expect(roundDown(value)).toBe(down);
  });

  it('counts a value a rounding error away as the round number itself', () => {
    expect(roundUp(0.1 * 3 - 0.1)).toBe(0.2);
    expect(roundDown(0.7 - 0.2)).toBe(0.5);
  });
});

describe('growRange', () => {
  it('grows in steps of 1, 2, 5 and never shrinks', () => {
    const range = growRange(null, [0.7, 1.4], 'log');
    expect(range).toEqual({ minimum: 0.5, maximum: 2 });
    expect(growRange(range, [1], 'log')).toEqual(range);
    expect(growRange(range, [0.06], 'log')).toEqual({ minimum: 0.05, maximum: 2 });
  });

  it('leaves out what a logarithm does not have', () => {
    expect(growRange(null, [0, -1, NaN, Infinity], 'log')).toBeNull();
    expect(growRange(null, [0, 3], 'log')).toEqual({ minimum: 2, maximum: 5 });
  });

  it('begins at zero where it is linear', () => {
    expect(growRange(null, [0.7, 1.4], 'linear')).toEqual({ minimum: 0, maximum: 2 });
  });
});

describe('ticks', () => {
  it('are 1, 2, 5 over two decades and powers of ten over more', () => {
    expect(lossTicks({ minimum: 0.2, maximum: 5 }, 'log')).toEqual([0.2, 0.5, 1, 2, 5]);
    expect(lossTicks({ minimum: 0.05, maximum: 100 }, 'log')).toEqual([0.1, 1, 10, 100]);
  });

  it('are at most six round steps', () => {
    expect(stepTicks({ minimum: 0, maximum: 500 })).toEqual([0, 100, 200, 300, 400, 500]);
    expect(stepTicks({ minimum: 0, maximum: 2000 })).toEqual([0, 500, 1000, 1500, 2000]);
    expect(stepTicks({ minimum: 0, maximum: 1234 })).toEqual([0, 500, 1000]);
    expect(stepTicks({ minimum: 0, maximum: 3 })).toEqual([0, 1, 2, 3]);
    expect(stepTicks({ minimum: 1234.5, maximum: 1334.5 })).toEqual([1240, 1260, 1280, 1300, 1320]);
    expect(lossTicks({ minimum: 0, maximum: 0.5 }, 'linear')).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5]);
  });

  it('are short', () => {
    expect(stepLabel(0)).toBe('0');
    expect(stepLabel(60_000)).toBe('60k');
    expect(stepLabel(1500)).toBe('1.5k');
    expect(stepLabel(250)).toBe('250');
    expect([1_000_000, 1_200_000, 1_250_000].map(stepLabel)).toEqual(['1M', '1.2M', '1250k']);
  });
});

describe('stepAxisEnd', () => {
  it('grows in steps and ends where the run ends', () => {
    expect(stepAxisEnd(0, 2000)).toBe(50);
    expect(stepAxisEnd(51, 2000)).toBe(100);
    expect(stepAxisEnd(1500, 1800)).toBe(1800);
    expect(stepAxisEnd(3, 10)).toBe(10);
  });
});
