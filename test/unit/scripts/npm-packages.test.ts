import { describe, expect, it } from 'vitest';
import { packagesMatch } from '../../../scripts/setup/npm-packages.mjs';

const locked = {
  '': { version: '0.1.0' },
  'node_modules/zod': { version: '4.6.7', integrity: 'sha512-a' },
  'node_modules/fsevents': { version: '2.3.3', integrity: 'sha512-b', optional: true },
};

describe('packagesMatch', () => {
  it('accepts what the lock file names, without the optional packages of other platforms', () => {
    expect(packagesMatch(locked, { 'node_modules/zod': { version: '4.6.7', integrity: 'sha512-a' } })).toBe(true);
  });

  it('refuses another version, other contents, a missing and a forgotten package', () => {
    expect(packagesMatch(locked, { 'node_modules/zod': { version: '4.6.6', integrity: 'sha512-a' } })).toBe(false);
    expect(packagesMatch(locked, { 'node_modules/zod': { version: '4.6.7', integrity: 'sha512-c' } })).toBe(false);
    expect(packagesMatch(locked, {})).toBe(false);
    const forgotten = { 'node_modules/zod': locked['node_modules/zod'], 'node_modules/old': { version: '1.0.0' } };
    expect(packagesMatch(locked, forgotten)).toBe(false);
  });
});
