import { describe, expect, it } from 'vitest';
import { endingOf } from '../../../src-main/app/trainer-ending';

describe('endingOf', () => {
  it.each([
    ['killed', 'killed'],
    ['crashed', 'crashed'],
    ['abnormal-exit', 'crashed'],
    ['oom', 'out-of-memory'],
    ['launch-failed', 'not-started'],
    ['a reason of a later Chromium', 'ended'],
  ])('%s means %s', (reason, ending) => {
    expect(endingOf(reason)).toBe(ending);
  });
});
