import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  forgetDataset,
  listRecentDatasets,
  readRecentDatasets,
  rememberDataset,
} from '../../../src-main/app/recent-datasets';
import type { RecentDataset } from '../../../src-main/contract/routes';
import { temporaryFolder } from '../../support/temporary-folder';

const dataset = (name: string, openedAt: number): RecentDataset => ({
  folder: `/${name}`,
  name,
  isSample: false,
  pairs: 3,
  openedAt,
});

describe('the datasets opened last', () => {
  it('are kept newest first, each once, and no more than eight', async () => {
    const path = join(await temporaryFolder(), 'new', 'recent.json');
    for (const [time, name] of Array.from('abcdefghijb').entries()) {
      rememberDataset(path, dataset(name, time));
    }
    const list = readRecentDatasets(path);
    expect(list.map(({ name }) => name).join('')).toBe('bjihgfed');
    expect(list[0]).toEqual(dataset('b', 10));
  });

  it('are none when the file is missing or damaged, and a new one can still be remembered', async () => {
    const path = join(await temporaryFolder(), 'recent.json');
    expect(readRecentDatasets(path)).toEqual([]);
    await writeFile(path, '[{"folder": 3}]');
    expect(readRecentDatasets(path)).toEqual([]);
    rememberDataset(path, dataset('a', 1));
    expect(readRecentDatasets(path)).toEqual([dataset('a', 1)]);
  });

  it('say which folders are gone, and are taken off one by one', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'recent.json');
    const here = { ...dataset('here', 1), folder };
    rememberDataset(path, here);
    rememberDataset(path, dataset('gone', 2));
    expect((await listRecentDatasets(path)).map(({ name, isMissing }) => [name, isMissing])).toEqual([
      ['gone', true],
      ['here', false],
    ]);
    forgetDataset(path, '/gone');
    expect(readRecentDatasets(path)).toEqual([here]);
  });

  it('keep no dataset from being opened when they cannot be written', async () => {
    const folder = join(await temporaryFolder(), 'recent.json');
    await mkdir(join(folder, 'in-the-way'), { recursive: true });
    expect(() => {
      rememberDataset(folder, dataset('a', 1));
    }).not.toThrow();
  });
});
