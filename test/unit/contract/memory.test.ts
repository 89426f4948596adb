import { describe, expect, it } from 'vitest';
import { describeMemory, expectedMemory, isMemoryShort } from '../../../src-main/contract/memory';

describe('the memory of a training', () => {
  // Peaks of real trainings (docs/benchmarks.md); none of them but the first is what the estimate comes from.
  it.each([
    [{ size: 256, filters: 64, batch: 1 }, 1689],
    [{ size: 128, filters: 64, batch: 4 }, 1489],
    [{ size: 256, filters: 32, batch: 2 }, 1014],
    [{ size: 64, filters: 64, batch: 8 }, 1218],
    [{ size: 512, filters: 32, batch: 1 }, 1393],
    [{ size: 64, filters: 4, batch: 1 }, 494],
  ] as const)('is estimated to a quarter: %o takes %d MB', (fields, measured) => {
    const ratio = expectedMemory(fields) / 1e6 / measured;
    expect(ratio).toBeGreaterThan(0.75);
    expect(ratio).toBeLessThan(1.25);
  });

  it('that is short is told with changes that fit, each by itself', () => {
    const fields = { size: 256, filters: 64, batch: 16 } as const;
    const limit = 4e9;
    expect(isMemoryShort(fields, limit)).toBe(true);
    const described = describeMemory(fields, limit);
    expect(described).toMatchObject({ ...fields, limitMegabytes: 4000 });
    expect(described.neededMegabytes).toBeGreaterThan(4000);
    expect(described.smaller).toEqual([
      { field: 'batch', value: 4 },
      { field: 'filters', value: 16 },
      { field: 'size', value: 128 },
    ]);
    expect(isMemoryShort({ ...fields, batch: 4 }, limit)).toBe(false);
    expect(isMemoryShort({ ...fields, batch: 8 }, 2e9)).toBe(true);
  });

  it('that should have been enough is advised to become less all the same', () => {
    expect(describeMemory({ size: 256, filters: 64, batch: 2 }, 64e9).smaller).not.toEqual([]);
  });

  it('is advised nothing that would not fit', () => {
    expect(describeMemory({ size: 64, filters: 4, batch: 1 }, 100e6).smaller).toEqual([]);
    const { smaller } = describeMemory({ size: 256, filters: 64, batch: 1 }, 600e6);
    expect(smaller.map(({ field }) => field)).not.toContain('batch');
  });

  it('of a GPU is not known', () => {
    expect(describeMemory({ size: 256, filters: 64, batch: 8 }, null)).toMatchObject({
      neededMegabytes: null,
      limitMegabytes: null,
    });
  });
});
