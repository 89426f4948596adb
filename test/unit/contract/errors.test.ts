/** Every error in both languages: whole sentences that name the offending values. */
import { describe, expect, it } from 'vitest';
import { AppError, toErrorValue, writeError, type ErrorValue } from '../../../src-main/contract/errors';
import { languageOf, languages, renderError } from '../../../src-main/contract/messages/render';
import { exampleErrors as values, valuesOf } from '../../support/example-errors';

/** A suggestion takes the place of a list; what would help is said by the remedies; a kind has words of its own. */
function isSaidElsewhere(name: string, { data }: ErrorValue): boolean {
  return (name === 'known' && 'suggestion' in data) || ['lowerLearningRate', 'smaller', 'kind'].includes(name);
}

describe.each(languages)('the sentences in %s', (language) => {
  it.each(values)('$code names every value', (error) => {
    const sentence = renderError(error, language);
    expect(sentence).toMatch(/[.다요]$|[^\s]$/);
    expect(sentence).not.toMatch(/undefined|null|NaN|\[object/);
    // Thousands may be grouped; what the person gave stands as it was.
    const plain = sentence.replace(/(\d),(?=\d{3})/g, '$1');
    for (const value of valuesOf(error.data, (name) => isSaidElsewhere(name, error))) {
      expect(plain).toContain(value);
    }
  });

  it('differ from code to code', () => {
    expect(new Set(values.map((error) => renderError(error, language))).size).toBe(values.length);
  });
});

it('the languages differ', () => {
  for (const error of values) {
    expect(renderError(error, 'ko')).not.toBe(renderError(error, 'en'));
    expect(renderError(error, 'ko')).toMatch(/[가-힣]/);
  }
});

it.each([
  ['ko_KR.UTF-8', 'ko'],
  ['ko', 'ko'],
  ['en-US', 'en'],
  ['de', 'en'],
  [undefined, 'en'],
])('the language of the locale %s is %s', (locale, language) => {
  expect(languageOf(locale)).toBe(language);
});

describe('a thrown thing becomes a value', () => {
  it('of ours as it is, of others with its reason', () => {
    expect(toErrorValue(new AppError('disk-full', { path: 'a' }))).toEqual({ code: 'disk-full', data: { path: 'a' } });
    expect(toErrorValue(new Error('odd'))).toEqual({ code: 'unexpected', data: { reason: 'odd' } });
    expect(toErrorValue('odd')).toEqual({ code: 'unexpected', data: { reason: 'odd' } });
  });

  it.each([
    ['ENOSPC', 'disk-full'],
    ['EDQUOT', 'disk-full'],
    ['EROFS', 'write-failed'],
    ['EACCES', 'write-failed'],
  ])('a write that failed with %s is %s', (code, expected) => {
    const error = Object.assign(new Error('it failed'), { code });
    expect(writeError('runs/first', error)).toMatchObject({ code: expected, data: { path: 'runs/first' } });
  });

  it("TensorFlow's sentence about a full disk is told from its others", () => {
    const full = new Error('RESOURCE_EXHAUSTED: /x/model.data; No space left on device');
    expect(writeError('x', full).code).toBe('disk-full');
  });
});
