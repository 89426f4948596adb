import { describe, expect, it } from 'vitest';
import { duration, runSteps } from '../../../scripts/setup/step.mjs';

/** A step that is done once it has run `needed` times. */
function countingStep(needed: number): Parameters<typeof runSteps>[0][number] & { runs: number } {
  return {
    name: 'a step',
    doing: 'counting',
    runs: 0,
    done() {
      return this.runs >= needed;
    },
    run() {
      this.runs += 1;
      return Promise.resolve();
    },
  };
}

describe('runSteps', () => {
  it('runs only what is not done, and nothing the second time', async () => {
    const steps = [countingStep(0), countingStep(1)];
    expect(await runSteps(steps)).toBe(1);
    expect(await runSteps(steps)).toBe(0);
    expect(steps.map(({ runs }) => runs)).toEqual([0, 1]);
  });

  it('stops at a step whose result is not there afterwards, and says what to do', async () => {
    const steps = [countingStep(2), countingStep(1)];
    const failure: unknown = await runSteps(steps).catch((error: unknown) => error);
    expect(failure).toHaveProperty('message', 'a step: the step ran but its result is not in place.');
    expect(failure).toHaveProperty('remedy', expect.stringContaining('Delete the folders'));
    expect(steps[1]?.runs).toBe(0);
  });
});

describe('duration', () => {
  it('reads as a person says it', () => {
    expect([340, 12_300, 200_000].map(duration)).toEqual(['0.3 s', '12 s', '3 min 20 s']);
  });
});
