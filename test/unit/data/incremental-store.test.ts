/** A store follows its folder: only what changed is decoded, and what the disk has spoilt is made anew. */
import { open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { DatasetReport } from '../../../src-main/contract/dataset';
import { openStore } from '../../../src-main/data/build-store';
import { encodePng } from '../../../src-main/data/encode';
import { inspectDataset } from '../../../src-main/data/inspect';
import { inProcessDecoder, type PairDecoder } from '../../../src-main/data/pair-decoder';
import type { StoreGeometry } from '../../../src-main/data/pair-source';
import { noise, writeBelow, writePairs } from '../../support/pictures';
import { temporaryFolder } from '../../support/temporary-folder';

const geometry: StoreGeometry = { size: 16, jitterSize: 18 };
const recordBytes = 18 * 18 * 6;

beforeEach(async () => {
  process.env.PIX2PIX_STUDIO_CACHE = await temporaryFolder();
});

const names = ['train/1.png', 'train/2.png', 'train/3.png', 'train/4.png', 'test/1.png'];

async function makeFolder(): Promise<string> {
  const folder = await temporaryFolder();
  await writePairs(folder, names);
  return folder;
}

const inspect = (folder: string): Promise<DatasetReport> => inspectDataset(folder, { seed: 1 });

/** Opens the store of a folder as it is now, and says what was decoded for it and what is in it. */
async function update(folder: string): Promise<{ decoded: string[]; pairs: Map<string, string>; store: string }> {
  const decoded: string[] = [];
  const decoder: PairDecoder = {
    ...inProcessDecoder,
    width: 3,
    packRecords(request) {
      decoded.push(...request.records.map(({ pair }) => pair.name));
      return inProcessDecoder.packRecords(request);
    },
  };
  const store = await openStore(await inspect(folder), geometry, { decoder });
  const pairs = new Map<string, string>();
  for (const split of ['train', 'test'] as const) {
    for (const [index, name] of store.names(split).entries()) {
      const { input, target } = await store.readPair(split, index);
      pairs.set(name, Buffer.concat([input, target]).toString('base64'));
    }
  }
  await store.close();
  return { decoded: decoded.sort(), pairs, store: store.folder };
}

/** What a store that is made from nothing holds. */
async function fromNothing(folder: string): Promise<Map<string, string>> {
  const cache = process.env.PIX2PIX_STUDIO_CACHE;
  process.env.PIX2PIX_STUDIO_CACHE = await temporaryFolder();
  const { pairs } = await update(folder);
  process.env.PIX2PIX_STUDIO_CACHE = cache;
  return pairs;
}

describe('a folder that changed', () => {
  test('new and changed pictures alone are decoded', async () => {
    const folder = await makeFolder();
    expect((await update(folder)).decoded).toEqual([...names].sort());
    expect((await update(folder)).decoded).toEqual([]);

    await writeBelow(folder, 'train/2.png', await encodePng(noise(32, 16, 77)));
    await writeBelow(folder, 'train/0.png', await encodePng(noise(32, 16, 78)));
    await rm(join(folder, 'train', '4.png'));
    const { decoded, pairs } = await update(folder);
    expect(decoded).toEqual(['train/0.png', 'train/2.png']);
    expect(pairs).toEqual(await fromNothing(folder));
  });

  test('a renamed picture is not decoded again, and neither is one that comes back', async () => {
    const folder = await makeFolder();
    await update(folder);
    await rename(join(folder, 'train', '1.png'), join(folder, 'train', '9.png'));
    const renamed = await update(folder);
    expect(renamed.decoded).toEqual([]);
    expect(renamed.pairs).toEqual(await fromNothing(folder));
    await rename(join(folder, 'train', '9.png'), join(folder, 'train', '1.png'));
    expect((await update(folder)).decoded).toEqual([]);
  });

  test('the old records take no room twice, and stay when the old store goes', async () => {
    const folder = await makeFolder();
    const old = await update(folder);
    await writeBelow(folder, 'train/5.png', await encodePng(noise(32, 16, 79)));
    const updated = await update(folder);
    expect((await stat(join(updated.store, 'train-0.bin'))).ino).toBe((await stat(join(old.store, 'train-0.bin'))).ino);
    expect((await stat(join(updated.store, 'train-1.bin'))).size).toBe(recordBytes);
    await rm(old.store, { recursive: true });
    const again = await update(folder);
    expect(again.decoded).toEqual([]);
    expect(again.pairs).toEqual(await fromNothing(folder));
  });

  test('of a folder that has lost most pictures the rest is copied, and the room is given back', async () => {
    const folder = await makeFolder();
    await update(folder);
    for (const name of ['1', '2', '4']) {
      await rm(join(folder, 'train', `${name}.png`));
    }
    const { decoded, pairs, store } = await update(folder);
    expect(decoded).toEqual([]);
    expect(pairs).toEqual(await fromNothing(folder));
    expect((await stat(join(store, 'train-0.bin'))).size).toBe(recordBytes);
  });

  test('a picture that moves to the other split is decoded for it', async () => {
    const folder = await makeFolder();
    await update(folder);
    await rename(join(folder, 'train', '1.png'), join(folder, 'test', '9.png'));
    const { decoded, pairs } = await update(folder);
    expect(decoded).toEqual(['test/9.png']);
    expect(pairs).toEqual(await fromNothing(folder));
  });
});

describe('a disk that spoils records', () => {
  async function spoil(store: string, file: string, position: number): Promise<void> {
    const shard = await open(join(store, file), 'r+');
    const { buffer } = await shard.read(Buffer.alloc(1), 0, 1, position);
    await shard.write(Buffer.from([(buffer[0] ?? 0) ^ 0x10]), 0, 1, position);
    await shard.close();
  }

  test('a spoilt record is found when it is read, and made anew from its files', async () => {
    const folder = await makeFolder();
    const { store, pairs } = await update(folder);
    const before = await readFile(join(store, 'train-0.bin'));
    await spoil(store, 'train-0.bin', 2 * recordBytes + 5);
    const again = await update(folder);
    expect(again.decoded).toEqual([]);
    expect(again.pairs).toEqual(pairs);
    expect(before.equals(await readFile(join(store, 'train-0.bin')))).toBe(true);
  });

  test('it is an error when its files have gone', async () => {
    const folder = await makeFolder();
    const report = await inspect(folder);
    const { store: path } = await update(folder);
    await spoil(path, 'train-0.bin', 5);
    await rm(join(folder, 'train', '1.png'));
    const store = await openStore(report, geometry);
    await expect(store.readPair('train', 0)).rejects.toMatchObject({ code: 'image-missing' });
    expect((await store.readPair('train', 1)).input).toHaveLength(18 * 18 * 3);
    await writeBelow(folder, 'train/1.png', await encodePng(noise(32, 16, 80)));
    await expect(store.readPair('train', 0)).rejects.toMatchObject({ code: 'dataset-unreadable' });
    await store.close();
  });

  test('it is not copied into another store', async () => {
    const folder = await makeFolder();
    const { store } = await update(folder);
    await spoil(store, 'train-0.bin', 2 * recordBytes + 5);
    for (const name of ['1', '2', '4']) {
      await rm(join(folder, 'train', `${name}.png`));
    }
    const { decoded, pairs } = await update(folder);
    expect(decoded).toEqual(['train/3.png']);
    expect(pairs).toEqual(await fromNothing(folder));
  });

  test('a damaged index is no store', async () => {
    const folder = await makeFolder();
    const { store } = await update(folder);
    const index = await readFile(join(store, 'index.json'), 'utf8');
    for (const damaged of [index.slice(0, -10), index.replace('"slots":"', '"slots":"////'), '{}']) {
      await writeBelow(store, 'index.json', damaged);
      expect((await update(folder)).decoded).toHaveLength(5);
      expect(await readdir(join(store, '..'))).toHaveLength(1);
    }
  });
});
