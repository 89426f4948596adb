import { describe, expect, it } from 'vitest';
import { checkpointsToRemove, type KeptCheckpoint } from '../../../src-main/run/retention';

/** Checkpoints every 100 steps, one after the other, as a run makes and removes them. */
function keptOf(count: number, l1Of: (step: number) => number | null = () => null): number[] {
  let kept: KeptCheckpoint[] = [];
  for (let ordinal = 1; ordinal <= count; ordinal++) {
    const step = 100 * ordinal;
    kept.push({ step, ordinal, validationL1: l1Of(step) });
    const removed = checkpointsToRemove(kept);
    kept = kept.filter((checkpoint) => !removed.includes(checkpoint.step));
  }
  return kept.map(({ step }) => step);
}

describe('checkpointsToRemove', () => {
  it('keeps all until there are more than five', () => {
    expect(keptOf(5)).toEqual([100, 200, 300, 400, 500]);
  });

  it('keeps the newest five and every tenth', () => {
    expect(keptOf(27)).toEqual([1000, 2000, 2300, 2400, 2500, 2600, 2700]);
  });

  it('keeps the one with the lowest validation L1, until there is a lower one', () => {
    expect(keptOf(9, (step) => Math.abs(step - 300))).toEqual([300, 500, 600, 700, 800, 900]);
    expect(keptOf(9, (step) => 1000 - step)).toEqual([500, 600, 700, 800, 900]);
  });

  it('takes those that were not measured for no better and no worse', () => {
    expect(keptOf(9, (step) => (step === 200 ? 0.5 : null))).toEqual([200, 500, 600, 700, 800, 900]);
  });

  it('counts one that cannot be read for none of the five, and removes it when five newer ones are whole', () => {
    const unreadable = { step: 600, ordinal: null, validationL1: null };
    const whole = [100, 200, 300, 400, 500, 700].map((step) => ({ step, ordinal: step / 100, validationL1: null }));
    expect(checkpointsToRemove([...whole, unreadable])).toEqual([100]);
    const later = [800, 900, 1000, 1100].map((step) => ({ step, ordinal: step / 100, validationL1: null }));
    expect(checkpointsToRemove([...whole, unreadable, ...later])).toEqual([100, 200, 300, 400, 500, 600]);
  });
});
