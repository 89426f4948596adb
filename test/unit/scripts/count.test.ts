import { describe, expect, it } from 'vitest';
import { countPlaywright, countStage, countVitest, sumCounts } from '../../../scripts/test/count.mjs';

describe('the counts of a test run', () => {
  it('reads the reports of both test runners', () => {
    const report = { numPassedTests: 7, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 };
    expect(countVitest(report)).toEqual({ passed: 7, failed: 1, skipped: 3 });
    const stats = { expected: 4, unexpected: 1, flaky: 1, skipped: 2 };
    expect(countPlaywright({ stats })).toEqual({ passed: 4, failed: 2, skipped: 2 });
  });

  it('takes no other report', () => {
    expect(() => countVitest({ numPassedTests: 7 })).toThrow('The report has no number numFailedTests.');
    expect(() => countPlaywright(null)).toThrow('The report has no number expected.');
  });

  it('counts a check as one test', () => {
    expect(countStage(0, undefined)).toEqual({ passed: 1, failed: 0, skipped: 0 });
    expect(countStage(2, undefined)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it('counts a runner that failed although none of its tests did', () => {
    expect(countStage(1, { passed: 5, failed: 0, skipped: 0 })).toEqual({ passed: 5, failed: 1, skipped: 0 });
    expect(countStage(1, { passed: 5, failed: 2, skipped: 0 })).toEqual({ passed: 5, failed: 2, skipped: 0 });
  });

  it('adds up', () => {
    const sum = sumCounts([
      { passed: 5, failed: 2, skipped: 0 },
      { passed: 1, failed: 0, skipped: 3 },
    ]);
    expect(sum).toEqual({ passed: 6, failed: 2, skipped: 3 });
  });
});
