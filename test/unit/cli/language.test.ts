import { describe, expect, it } from 'vitest';
import { languageOfEnvironment } from '../../../src-main/cli/language';

describe('language of the terminal', () => {
  it.each([
    [{}, 'en'],
    [{ LANG: 'C.UTF-8' }, 'en'],
    [{ LANG: 'ko_KR.UTF-8' }, 'ko'],
    [{ LANG: 'ko_KR.UTF-8', LC_MESSAGES: 'en_US.UTF-8' }, 'en'],
    [{ LANG: 'en_US.UTF-8', LC_MESSAGES: 'en_US.UTF-8', LC_ALL: 'ko_KR' }, 'ko'],
    [{ LANG: 'ko_KR.UTF-8', LC_ALL: '' }, 'ko'],
  ])('of %o is %s', (environment, language) => {
    expect(languageOfEnvironment(environment)).toBe(language);
  });
});
