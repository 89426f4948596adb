import { describe, expect, it } from 'vitest';
import { hasWords } from '../../../../src-renderer/logic/search';

describe('a search', () => {
  it.each([
    ['', true],
    ['  ', true],
    ['FAC', true],
    ['second facades', true],
    ['facades third', false],
    ['사진', true],
  ])('for "%s" finds the run or does not', (typed, isFound) => {
    expect(hasWords('Facades, second 사진', typed)).toBe(isFound);
  });
});
