import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isWhole, makeWhole, replace } from '../../../scripts/setup/whole-folder.mjs';
import { temporaryFolder } from '../../support/temporary-folder';

const stamp = { version: '2.21.0' };

describe('makeWhole', () => {
  it('gives the folder its name when it is filled, for exactly its stamp', async () => {
    const folder = join(await temporaryFolder(), 'library');
    await makeWhole(folder, stamp, (partial) => {
      writeFileSync(join(partial, 'file'), 'new');
      return Promise.resolve();
    });
    expect(isWhole(folder, stamp)).toBe(true);
    expect(isWhole(folder, { version: '2.22.0' })).toBe(false);
  });

  it('never counts an interrupted folder as done, keeps the old one and starts anew', async () => {
    const folder = join(await temporaryFolder(), 'library');
    const interrupted = makeWhole(folder, stamp, (partial) => {
      writeFileSync(join(partial, 'half'), 'half');
      return Promise.reject(new Error('interrupted'));
    });
    await expect(interrupted).rejects.toThrow('interrupted');
    expect(isWhole(folder, stamp)).toBe(false);
    expect(existsSync(folder)).toBe(false);
    await makeWhole(folder, stamp, () => Promise.resolve());
    expect(isWhole(folder, stamp)).toBe(true);
    expect(existsSync(join(folder, 'half'))).toBe(false);
  });
});

describe('replace', () => {
  it('puts a folder or a link over a full folder', async () => {
    const folder = await temporaryFolder();
    mkdirSync(join(folder, 'target'));
    writeFileSync(join(folder, 'target', 'file'), 'old');
    mkdirSync(join(folder, 'source'));
    writeFileSync(join(folder, 'source', 'file'), 'new');
    replace(join(folder, 'source'), join(folder, 'target'));
    expect(readFileSync(join(folder, 'target', 'file'), 'utf8')).toBe('new');

    mkdirSync(join(folder, 'elsewhere'));
    writeFileSync(join(folder, 'elsewhere', 'file'), 'linked');
    symlinkSync('elsewhere', join(folder, 'link'));
    replace(join(folder, 'link'), join(folder, 'target'));
    expect(readFileSync(join(folder, 'target', 'file'), 'utf8')).toBe('linked');
  });
});
