/** A new folder is decoded once: its store is begun while it is looked at, and holds what one that is made later would. */
import { readdir, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { makeTrainConfig, type TrainConfig } from '../../../src-main/contract/config';
import type { DatasetReport } from '../../../src-main/contract/dataset';
import { openStore } from '../../../src-main/data/build-store';
import { storesFolder } from '../../../src-main/data/cache-folder';
import { encodePng } from '../../../src-main/data/encode';
import { inspectDataset } from '../../../src-main/data/inspect';
import { inProcessDecoder, type PairDecoder } from '../../../src-main/data/pair-decoder';
import { storeGeometry } from '../../../src-main/data/pair-source';
import type { Picture } from '../../../src-main/data/picture';
import { encodeJpeg, noise, writeBelow, writePairs } from '../../support/pictures';
import { temporaryFolder } from '../../support/temporary-folder';

const count = 70;
const config = makeTrainConfig('studio', { size: 64 });

beforeEach(async () => {
  process.env.PIX2PIX_STUDIO_CACHE = await temporaryFolder();
});

const numbered = (folder: string): string[] =>
  Array.from({ length: count }, (_, index) => `${folder}${String(index)}.png`);

async function flatFolder(): Promise<string> {
  const folder = await temporaryFolder();
  await writePairs(folder, numbered(''));
  return folder;
}

const grain = noise(512, 256, 1);

/** A large photograph, as far as a decoder can tell; each number has its own. */
function photograph(number: number): Picture {
  const data = grain.data.slice();
  data.fill(number, 0, 3 * 16 * 16);
  return { ...grain, data };
}

/** A drawn map: a few areas of one colour each. */
function drawnMap(width: number, height: number, seed: number): Picture {
  const [left, right] = [noise(1, 1, seed).data, noise(1, 1, seed + 1).data];
  const data = Uint8Array.from({ length: width * height * 3 }, (_, index) => {
    return (Math.floor(index / 3) % width < width / 3 ? left : right)[index % 3] ?? 0;
  });
  return { width, height, data };
}

/** What is in the store of a report, and what was decoded for it now. */
async function openAndRead(report: DatasetReport, of: TrainConfig) {
  const decoded: string[] = [];
  const decoder: PairDecoder = {
    ...inProcessDecoder,
    packRecords(request) {
      decoded.push(...request.records.map(({ pair }) => pair.name));
      return inProcessDecoder.packRecords(request);
    },
  };
  const store = await openStore(report, storeGeometry(of), { decoder });
  const pairs: Record<string, string> = {};
  for (const split of ['train', 'test'] as const) {
    for (const [index, name] of store.names(split).entries()) {
      const { input, target } = await store.readPair(split, index);
      pairs[`${split} ${name}`] = Buffer.concat([input, target]).toString('base64');
    }
  }
  await store.close();
  // What lacked something has served its purpose.
  expect(await readdir(storesFolder())).not.toContainEqual(expect.stringContaining('begun'));
  return { decoded, pairs };
}

/** Inspects as before a training, and holds the result to an inspection and a store without any preparation. */
async function inspectAndCompare(folder: string, training: TrainConfig): Promise<readonly string[]> {
  const report = await inspectDataset(folder, { ...training, training });
  const { decoded, pairs } = await openAndRead(report, training);
  process.env.PIX2PIX_STUDIO_CACHE = await temporaryFolder();
  const plain = await inspectDataset(folder, training);
  expect(report).toEqual(plain);
  expect(pairs).toEqual((await openAndRead(plain, training)).pairs);
  return decoded;
}

describe('nothing is left to decode', () => {
  test('of a flat folder, whose splits are drawn', async () => {
    expect(await inspectAndCompare(await flatFolder(), config)).toEqual([]);
  });

  test('of folders for training and testing, one size', async () => {
    const folder = await temporaryFolder();
    await writePairs(folder, [...numbered('train/'), ...numbered('test/').slice(0, 5)]);
    expect(await inspectAndCompare(folder, makeTrainConfig('studio', { size: 64, jitter: false }))).toEqual([]);
  });

  test('of two folders, one of drawn maps', async () => {
    const folder = await temporaryFolder();
    for (const [index, name] of numbered('').entries()) {
      await writeBelow(folder, `A/${name}`, await encodePng(drawnMap(40, 30, index)));
      await writeBelow(folder, `B/${name}`, await encodePng(noise(30, 40, index)));
    }
    expect(await inspectAndCompare(folder, config)).toEqual([]);
  });

  test('of photographs whose inputs are made of them', async () => {
    const training = makeTrainConfig('studio', { size: 64, transform: 'edges', fit: 'crop' });
    expect(await inspectAndCompare(await flatFolder(), training)).toEqual([]);
  });

  test('of photographs that are decoded smaller', async () => {
    const folder = await temporaryFolder();
    for (const [index, name] of numbered('').entries()) {
      await writeBelow(folder, name.replace('png', 'jpg'), await encodeJpeg(photograph(index)));
    }
    expect(await inspectAndCompare(folder, config)).toEqual([]);
  });

  test('of photographs that are decoded smaller, one of which is cut off', async () => {
    const folder = await temporaryFolder();
    for (let index = 0; index < count; index++) {
      await writeBelow(folder, `train/${String(index)}.jpg`, await encodeJpeg(photograph(index)));
    }
    const cut = join(folder, 'train', '20.jpg');
    await truncate(cut, Math.floor((await stat(cut)).size * 0.9));
    expect(await inspectAndCompare(folder, config)).toEqual([]);
    const { problems } = await inspectDataset(folder, { ...config, training: config });
    expect(problems.map(({ error }) => error)).toMatchObject([
      { code: 'image-unreadable', data: { name: 'train/20.jpg' } },
    ]);
  });
});

describe('a folder that has grown', () => {
  async function grow(folder: string, training: TrainConfig): Promise<readonly string[]> {
    const report = await inspectDataset(folder, { ...training, training });
    expect((await openAndRead(report, training)).decoded).toEqual([]);
    for (const [index, name] of numbered('train/new ').entries()) {
      await writeBelow(folder, name, await encodePng(noise(32, 16, 1000 + index)));
    }
    return inspectAndCompare(folder, training);
  }

  test('takes the old records from its old store, and the new ones from what was begun', async () => {
    const folder = await temporaryFolder();
    await writePairs(folder, numbered('train/'));
    expect(await grow(folder, config)).toEqual([]);
  });

  test('of two folders, one file of a pair changed', async () => {
    const folder = await temporaryFolder();
    for (const [index, name] of numbered('').entries()) {
      await writeBelow(folder, `A/${name}`, await encodePng(noise(16, 16, index)));
      await writeBelow(folder, `B/${name}`, await encodePng(noise(16, 16, index + 500)));
    }
    const training = makeTrainConfig('studio', { size: 64, jitter: false });
    await openAndRead(await inspectDataset(folder, { ...training, training }), training);
    await writeBelow(folder, 'A/5.png', await encodePng(noise(16, 16, 2000)));
    await writeBelow(folder, 'A/new.png', await encodePng(noise(16, 16, 2001)));
    await writeBelow(folder, 'B/new.png', await encodePng(noise(16, 16, 2002)));
    expect(await inspectAndCompare(folder, training)).toContain('A/5.png');
  });
});

describe('what was not expected is made when the store is opened', () => {
  test('maps among large photographs are looked at pixel for pixel', async () => {
    const folder = await temporaryFolder();
    for (let index = 0; index < count; index++) {
      const picture = index % 9 === 1 ? drawnMap(512, 256, index) : photograph(index);
      await writeBelow(folder, `${String(index)}.jpg`, await encodeJpeg(picture));
    }
    expect(await inspectAndCompare(folder, config)).toEqual([]);
  });

  test('bad files move the drawn splits, and a few pairs with them', async () => {
    const folder = await flatFolder();
    await truncate(join(folder, '33.png'), 200);
    await writeFile(join(folder, '44.png'), '');
    await writeBelow(folder, '45.png', await encodePng(noise(33, 16, 1)));
    const decoded = await inspectAndCompare(folder, config);
    expect(decoded.length).toBeGreaterThan(0);
    expect(decoded.length).toBeLessThanOrEqual(14);
  });

  test('pictures whose headers do not tell how large they are decoded', async () => {
    const folder = await temporaryFolder();
    for (let index = 0; index < count; index++) {
      const picture = photograph(index);
      const bytes = index % 8 !== 0 ? await encodeJpeg(picture) : bmpOf(picture);
      await writeBelow(folder, `${String(index)}.${index % 8 !== 0 ? 'jpg' : 'bmp'}`, bytes);
    }
    const decoded = await inspectAndCompare(folder, config);
    expect(decoded.every((name) => name.endsWith('.bmp'))).toBe(true);
  });

  test('another training than was expected', async () => {
    const folder = await flatFolder();
    const training = makeTrainConfig('studio', { size: 64, seed: 7, inputSide: 'left' });
    const report = await inspectDataset(folder, { ...config, training });
    expect(report).toEqual(await inspectDataset(folder, config));
    expect((await openAndRead(report, config)).decoded).toHaveLength(count);
    const expected = await inspectDataset(folder, training);
    expect((await openAndRead(expected, training)).decoded).toEqual([]);
  });

  test('a folder that is mostly other than its first looks', async () => {
    const folder = await temporaryFolder();
    for (let index = 0; index < count; index++) {
      const isLookedAt = index % 14 === 0;
      const picture = isLookedAt ? noise(64, 32, index) : drawnMap(64, 32, index);
      await writeBelow(folder, `${String(index).padStart(3, '0')}.png`, await encodePng(picture));
    }
    expect(await inspectAndCompare(folder, config)).toHaveLength(count);
  });
});

describe('nothing is begun', () => {
  test.each([
    ['without a training', undefined, {}],
    ['of a training that needs no store', { cache: 'none' as const }, {}],
    ['that would be too large', {}, { mostBytes: 1e6 }],
  ])('%s', async (_, changes, options) => {
    const training = changes === undefined ? null : { ...config, ...changes };
    await inspectDataset(await flatFolder(), { ...config, training, ...options });
    expect(await readdir(storesFolder()).catch(() => [])).toEqual([]);
  });

  test('of a dataset that is refused', async () => {
    const folder = await temporaryFolder();
    await writePairs(folder, numbered('test/'));
    const inspection = inspectDataset(folder, { ...config, training: config });
    await expect(inspection).rejects.toMatchObject({ code: 'dataset-no-training-pairs' });
    expect(await readdir(storesFolder())).toEqual([]);
  });

  test('where the cache cannot be written to, and the inspection goes on', async () => {
    const folder = await flatFolder();
    process.env.PIX2PIX_STUDIO_CACHE = join(folder, '0.png');
    const report = await inspectDataset(folder, { ...config, training: config });
    expect(report.pairs).toHaveLength(count);
  });
});

/** A BMP file of 24 bits a pixel. */
function bmpOf({ width, height, data }: Picture): Uint8Array {
  const stride = Math.ceil((width * 3) / 4) * 4;
  const bytes = new Uint8Array(54 + stride * height);
  const view = new DataView(bytes.buffer);
  bytes.set([0x42, 0x4d]);
  view.setUint32(2, bytes.length, true);
  view.setUint32(10, 54, true);
  view.setUint32(14, 40, true);
  view.setInt32(18, width, true);
  view.setInt32(22, height, true);
  view.setUint16(26, 1, true);
  view.setUint16(28, 24, true);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const from = ((height - 1 - row) * width + column) * 3;
      const pixel = data.subarray(from, from + 3);
      bytes.set([...pixel].reverse(), 54 + row * stride + column * 3);
    }
  }
  return bytes;
}
