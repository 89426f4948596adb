import { link, mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { clearCache, readCache } from '../../../src-main/data/cache-contents';
import { temporaryFolder } from '../../support/temporary-folder';
import { runInMemory } from '../cli/memory-host';

let cache: string;

beforeEach(async () => {
  cache = await temporaryFolder();
  process.env.PIX2PIX_STUDIO_CACHE = cache;
});

async function write(path: string, bytes: number): Promise<void> {
  await mkdir(join(cache, path, '..'), { recursive: true });
  await writeFile(join(cache, path), new Uint8Array(bytes));
}

async function fill(): Promise<void> {
  await write('stores/one/train-0.bin', 3000);
  await write('stores/one/index.json', 50);
  await write('stores/two/index.json', 60);
  await link(join(cache, 'stores/one/train-0.bin'), join(cache, 'stores/two/train-0.bin'));
  await write('downloads/maps.tar.gz.partial', 700);
  await write('checked/some.json', 20);
  await write('of-another-program/mine.txt', 5);
}

describe('the cache', () => {
  it('is empty where there is none', async () => {
    const none = { entries: 0, bytes: 0 };
    expect(await readCache()).toEqual({ folder: cache, stores: none, downloads: none, bytes: 0 });
    expect(await clearCache()).toMatchObject({ bytes: 0 });
  });

  it('counts a file that two stores share once', async () => {
    await fill();
    expect(await readCache()).toEqual({
      folder: cache,
      stores: { entries: 2, bytes: 3110 },
      downloads: { entries: 1, bytes: 700 },
      bytes: 3830,
    });
  });

  it('is emptied of what is its own and of nothing else', async () => {
    await fill();
    expect(await clearCache()).toMatchObject({ bytes: 0, stores: { entries: 0 } });
    expect(await readdir(join(cache, 'of-another-program'))).toEqual(['mine.txt']);
  });

  it('keeps a store that is being made, but not one that was given up', async () => {
    await write('stores/new.partial-1/train-0.bin', 100);
    await write('stores/old.partial-2/train-0.bin', 100);
    await utimes(join(cache, 'stores/old.partial-2'), new Date(2020, 0), new Date(2020, 0));
    await clearCache();
    expect(await readdir(join(cache, 'stores'))).toEqual(['new.partial-1']);
  });

  it('is shown and emptied on the command line', async () => {
    await fill();
    const shown = await runInMemory(['cache']);
    expect(shown.stdout).toContain(cache);
    expect(shown.stdout).toMatch(/Decoded datasets +2, 3 kB/);
    const cleared = await runInMemory(['cache', '--clear', '--json']);
    expect(JSON.parse(cleared.stdout)).toMatchObject({ type: 'cache', bytes: 0, freed: 3830 });
  });
});
