import { describe, expect, it } from 'vitest';
import { isCheckpointStep } from '../../../src-main/run/loop';

function checkpointSteps(until: number, pairs: number, config: Parameters<typeof isCheckpointStep>[2]): number[] {
  return Array.from({ length: until }, (_, index) => index + 1).filter((step) => isCheckpointStep(step, pairs, config));
}

describe('isCheckpointStep', () => {
  it('is the last step of every n-th epoch', () => {
    const config = { batch: 1, checkpointEvery: 2, checkpointEverySteps: null };
    expect(checkpointSteps(20, 5, config)).toEqual([10, 20]);
  });

  it('is the step that completes the epoch when the batch does not divide the pairs', () => {
    const config = { batch: 2, checkpointEvery: 1, checkpointEverySteps: null };
    expect(checkpointSteps(8, 5, config)).toEqual([3, 5, 8]);
  });

  it('comes by steps as well', () => {
    const config = { batch: 1, checkpointEvery: 1, checkpointEverySteps: 4 };
    expect(checkpointSteps(12, 6, config)).toEqual([4, 6, 8, 12]);
  });
});
