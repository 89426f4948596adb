import { describe, expect, it } from 'vitest';
import { pagePreferences } from '../../../src-main/app/page-preferences';

describe('a page of the window', () => {
  it('is closed off, and has no developer tools in a package', () => {
    expect(pagePreferences('/preload.js', true)).toEqual({
      preload: '/preload.js',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      spellcheck: false,
      devTools: false,
    });
    expect(pagePreferences('/preload.js', false).devTools).toBe(true);
  });
});
