import { describe, expect, it } from 'vitest';
import { presets } from '../../../../src-main/contract/config';
import {
  epochsOf,
  liveFields,
  parseLive,
  sliderEnd,
  sliderPosition,
  sliderValue,
} from '../../../../src-renderer/logic/live-settings';

describe('a slider', () => {
  it.each([
    ['lambda', [0, 0.1, 1, 60, 100, 10_000]],
    ['learningRate', [1e-6, 2e-4, 1e-2]],
    ['epochs', [3, 150, 200]],
  ] as const)('of %s comes back to the value that it stands for', (field, values) => {
    for (const value of values) {
      const back = sliderValue(field, sliderPosition(field, value, 3, 150), 3, 150);
      expect(Math.abs(back - value)).toBeLessThanOrEqual(0.02 * value);
    }
  });

  it('has zero, the usual values and no others at its ends', () => {
    expect(sliderValue('lambda', 0, 1, 150)).toBe(0);
    expect(sliderValue('lambda', sliderEnd, 1, 150)).toBe(10_000);
    expect(sliderValue('epochs', 0, 7, 150)).toBe(7);
    expect(sliderPosition('learningRate', 1, 1, 150)).toBe(sliderEnd);
  });

  it('never leaves the range that the trainer takes', () => {
    for (const field of liveFields) {
      for (const position of [0, 1, 500, sliderEnd]) {
        expect(parseLive(field, String(sliderValue(field, position, 5, 5)), 5)).not.toBeNull();
      }
    }
  });
});

describe('a typed value', () => {
  it('is taken with or without commas and exponents', () => {
    expect(parseLive('epochs', '1,500', 1)).toBe(1500);
    expect(parseLive('learningRate', '2e-4', 1)).toBe(2e-4);
  });

  it('is refused when it is none, out of range, not whole, or of an epoch that is over', () => {
    expect(['', 'x', '-1', '10001'].map((text) => parseLive('lambda', text, 1))).toEqual([null, null, null, null]);
    expect(['1.5', '4'].map((text) => parseLive('epochs', text, 5))).toEqual([null, null]);
    expect(parseLive('epochs', '5', 5)).toBe(5);
  });
});

describe('the epochs of a run that is not going on', () => {
  it('are counted by its pairs and its batch', () => {
    const config = { ...presets.quick, batch: 2 };
    const run = { config, trainPairs: 200, checkpointStep: 250, totalSteps: 1000 };
    expect(epochsOf(run)).toEqual({ done: 2.5, whole: 10 });
    expect(epochsOf({ ...run, checkpointStep: null, totalSteps: 1001 })).toEqual({ done: 0, whole: 11 });
    expect(epochsOf({ config: null, trainPairs: 0, checkpointStep: null, totalSteps: 0 })).toEqual({
      done: 0,
      whole: 0,
    });
  });
});
