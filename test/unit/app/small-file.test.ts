import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSmallFile, writeSmallFile } from '../../../src-main/app/small-file';
import { windowStateSchema } from '../../../src-main/app/window-state';
import { defaultPreferences, preferencesSchema } from '../../../src-main/contract/preferences';
import { temporaryFolder } from '../../support/temporary-folder';

describe('a small file', () => {
  it('is read as it was written, and nothing half-written stays', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'data', 'preferences.json');
    const preferences = { ...defaultPreferences, theme: 'dark' } as const;
    writeSmallFile(path, preferences);
    expect(readSmallFile(path, preferencesSchema)).toEqual(preferences);
    expect(await readdir(join(folder, 'data'))).toEqual(['preferences.json']);
  });

  it('counts as none when it is missing or damaged', async () => {
    const path = join(await temporaryFolder(), 'window.json');
    expect(readSmallFile(path, windowStateSchema)).toBeNull();
    await writeFile(path, '{"bounds": {"x": 1');
    expect(readSmallFile(path, windowStateSchema)).toBeNull();
    await writeFile(path, '{"bounds": {"x": 1}, "isMaximised": false}');
    expect(readSmallFile(path, windowStateSchema)).toBeNull();
  });

  it('loses only the field that cannot be read, where the others can stand alone', async () => {
    const path = join(await temporaryFolder(), 'preferences.json');
    await writeFile(path, '{"language": "klingon", "theme": "dark", "more": 1}');
    expect(readSmallFile(path, preferencesSchema)).toEqual({ ...defaultPreferences, theme: 'dark' });
  });

  it('that cannot be written says so by its path', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'taken'));
    expect(() => {
      writeSmallFile(join(folder, 'taken'), {});
    }).toThrow('write-failed');
  });
});
