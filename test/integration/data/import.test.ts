/** Imports that are killed, raced, disturbed and starved: a store is whole or absent, and the pictures stay as they are. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, test } from 'vitest';
import { makeTrainConfig } from '../../../src-main/contract/config';
import { Philox } from '../../../src-main/core/philox';
import { openStore } from '../../../src-main/data/build-store';
import { storesFolder } from '../../../src-main/data/cache-folder';
import { DecoderPool } from '../../../src-main/data/decoder/decoder-pool';
import { encodePng } from '../../../src-main/data/encode';
import { inspectDataset } from '../../../src-main/data/inspect';
import { openPairs } from '../../../src-main/data/open-pairs';
import type { PairSource } from '../../../src-main/data/pair-source';
import { BatchReader } from '../../../src-main/data/read-ahead';
import { openWholeStore } from '../../../src-main/data/store';
import { noise, writeBelow, writePairs } from '../../support/pictures';
import { mountSmallDisk } from '../../support/small-disk';
import { temporaryFolder } from '../../support/temporary-folder';

const importer = fileURLToPath(new URL('import.mjs', import.meta.url));
const repository = fileURLToPath(new URL('../../..', import.meta.url));
const geometry = { size: 64, jitterSize: 72 };
const count = 60;

beforeEach(async () => {
  process.env.PIX2PIX_STUDIO_CACHE = await temporaryFolder();
});

async function makeFolder(): Promise<string> {
  const folder = await temporaryFolder();
  const names = Array.from({ length: count }, (_, index) => `${index < 4 ? 'test' : 'train'}/${String(index)}.png`);
  await writePairs(folder, names, 64, 32);
  return folder;
}

/** Makes the folder's store in a process of its own, by decoding processes; it says so after each pair. */
function startImport(folder: string): { process: ReturnType<typeof spawn>; ended: Promise<unknown[]> } {
  const child = spawn(process.execPath, [importer, folder], { cwd: repository, stdio: ['ignore', 'pipe', 'inherit'] });
  return { process: child, ended: once(child, 'exit') };
}

async function contents(store: PairSource): Promise<string[]> {
  const pairs: string[] = [];
  for (const split of ['train', 'test'] as const) {
    for (const [index, name] of store.names(split).entries()) {
      const { input, target } = await store.readPair(split, index);
      pairs.push(`${name} ${Buffer.concat([input, target]).toString('base64')}`);
    }
  }
  await store.close();
  return pairs;
}

async function expectedContents(folder: string): Promise<string[]> {
  const cache = process.env.PIX2PIX_STUDIO_CACHE;
  process.env.PIX2PIX_STUDIO_CACHE = await temporaryFolder();
  const pairs = await contents(await openStore(await inspectDataset(folder, { seed: 1 }), geometry));
  process.env.PIX2PIX_STUDIO_CACHE = cache;
  return pairs;
}

test('killed at random moments, an import leaves a whole store or none', async () => {
  const folder = await makeFolder();
  const expected = await expectedContents(folder);
  const random = new Philox(6, 0);
  for (let round = 0; round < 4; round++) {
    process.env.PIX2PIX_STUDIO_CACHE = await temporaryFolder();
    const { process: child, ended } = startImport(folder);
    const pairs = Math.floor(random.nextUniform() * count);
    let said = 0;
    child.stdout?.on('data', (text: Buffer) => {
      said += text.toString().split('\n').length - 1;
      if (said > pairs) {
        child.kill('SIGKILL');
      }
    });
    await ended;
    for (const entry of await readdir(storesFolder())) {
      const store = await openWholeStore(join(storesFolder(), entry));
      expect(store === null).toBe(entry.includes('.partial-'));
      await store?.close();
    }
    const report = await inspectDataset(folder, { seed: 1 });
    expect(await contents(await openStore(report, geometry))).toEqual(expected);
  }
});

test('two processes that import the same folder at once both end with the same whole store', async () => {
  const folder = await makeFolder();
  const imports = [startImport(folder), startImport(folder)];
  expect(await Promise.all(imports.map(async ({ ended }) => (await ended)[0]))).toEqual([0, 0]);
  expect(await readdir(storesFolder())).toHaveLength(1);
  const store = await openStore(await inspectDataset(folder, { seed: 1 }), geometry);
  expect(await contents(store)).toEqual(await expectedContents(folder));
});

describe('by decoding processes', () => {
  test('the bytes are those of one process', async () => {
    const folder = await makeFolder();
    const report = await inspectDataset(folder, { seed: 1 });
    const store = await openStore(report, geometry, { decoder: new DecoderPool() });
    expect(await contents(store)).toEqual(await expectedContents(folder));
  });

  test('a picture that changes meanwhile stops the import', async () => {
    const folder = await makeFolder();
    const report = await inspectDataset(folder, { seed: 1 });
    await writeBelow(folder, 'train/50.png', await encodePng(noise(64, 32, 999)));
    await expect(openStore(report, geometry, { decoder: new DecoderPool() })).rejects.toMatchObject({
      code: 'dataset-changed',
    });
    expect(await readdir(storesFolder())).toEqual([]);
  });

  test('a full disk is said to be full, and nothing is left on it', async ({ skip }) => {
    const folder = await makeFolder();
    const report = await inspectDataset(folder, { seed: 1 });
    const disk = await mountSmallDisk(process.env.PIX2PIX_STUDIO_CACHE ?? '', 1_000_000);
    if (disk === null) {
      skip();
      return;
    }
    try {
      await expect(openStore(report, geometry, { decoder: new DecoderPool() })).rejects.toMatchObject({
        code: 'disk-full',
      });
      expect(await readdir(storesFolder())).toEqual([]);
    } finally {
      await disk.unmount();
    }
  });
});

test('--cache none gives the batches of the store, bit for bit, and makes no store', async () => {
  const folder = await makeFolder();
  const config = makeTrainConfig('studio', { size: 64 });
  const report = await inspectDataset(folder, config);
  const { seed, jitter } = config;
  const batches: string[][] = [];
  for (const cache of ['none', 'store'] as const) {
    const source = await openPairs(report, { ...config, cache });
    const reader = new BatchReader(source, { batch: 3, seed, jitter, colourJitter: 0.2, firstStep: 1 });
    const seen: string[] = [];
    for (let step = 0; step < 25; step++) {
      const { input, target, offsets, mirror, colour } = await reader.next();
      seen.push([input, target, offsets, mirror, colour].map((values) => values.join(' ')).join('|'));
    }
    await reader.close();
    await source.close();
    batches.push(seen);
    expect((await readdir(storesFolder()).catch(() => [])).length).toBe(cache === 'none' ? 0 : 1);
  }
  expect(batches[0]).toEqual(batches[1]);
});

test('--cache none notices that a picture has changed', async () => {
  const folder = await makeFolder();
  const config = makeTrainConfig('studio', { size: 64, cache: 'none' });
  const report = await inspectDataset(folder, config);
  const before = await readFile(join(folder, 'train', '5.png'));
  await writeBelow(folder, 'train/5.png', await encodePng(noise(64, 32, 77)));
  const source = await openPairs(report, config);
  const number = source.names('train').indexOf('train/5.png');
  await expect(source.readPair('train', number)).rejects.toMatchObject({ code: 'dataset-changed' });
  await writeBelow(folder, 'train/5.png', before);
  expect((await source.readPair('train', number)).input).toHaveLength(72 * 72 * 3);
  await source.close();
});
