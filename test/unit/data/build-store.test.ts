import { access, readdir, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { makeTrainConfig, type InputSide } from '../../../src-main/contract/config';
import { pairsOf } from '../../../src-main/contract/dataset';
import { openStore } from '../../../src-main/data/build-store';
import { storesFolder } from '../../../src-main/data/cache-folder';
import { encodePng } from '../../../src-main/data/encode';
import { inspectDataset } from '../../../src-main/data/inspect';
import { storeGeometry, type StoreGeometry } from '../../../src-main/data/pair-source';
import { loadTensorFlow } from '../../../src-main/native/tensorflow';
import { noise, writeBelow, writePairs } from '../../support/pictures';
import { temporaryFolder } from '../../support/temporary-folder';

const geometry: StoreGeometry = { size: 16, jitterSize: 18 };

beforeEach(async () => {
  process.env.PIX2PIX_STUDIO_CACHE = await temporaryFolder();
});

async function madeReport(inputSide: InputSide = 'right') {
  const folder = await temporaryFolder();
  await writePairs(folder, ['train/1.png', 'train/2.png', 'train/3.png', 'test/1.png'], 46, 31);
  return inspectDataset(folder, makeTrainConfig('tutorial', { inputSide }));
}

/** One half of pair `index` of `writePairs`, as the tutorial's loading makes it: sliced, then resized. */
async function tutorialHalf(index: number, side: 'left' | 'right', size: number): Promise<number[]> {
  const tf = await loadTensorFlow();
  const resized = tf.tidy(() => {
    const whole = tf.tensor3d(noise(46, 31, index + 1).data, [31, 46, 3], 'float32');
    const half = whole.slice([0, side === 'left' ? 0 : 23, 0], [31, 23, 3]);
    return tf.image.resizeNearestNeighbor(half, [size, size], false, true);
  });
  const values = Array.from(await resized.data());
  resized.dispose();
  return values;
}

test('the geometry follows from the configuration', () => {
  expect(storeGeometry(makeTrainConfig('studio'))).toEqual({ size: 256, jitterSize: 286 });
  const changes = { jitter: false, size: 64 };
  expect(storeGeometry(makeTrainConfig('studio', changes))).toEqual({ size: 64, jitterSize: 64 });
});

test.each(['right', 'left'] as const)('pairs are the tutorial’s, with the input on the %s', async (inputSide) => {
  const targetSide = inputSide === 'right' ? 'left' : 'right';
  const store = await openStore(await madeReport(inputSide), geometry);
  expect(store.names('train')).toEqual(['train/1.png', 'train/2.png', 'train/3.png']);
  expect(store.names('test')).toEqual(['test/1.png']);
  for (const index of [2, 0, 1]) {
    const { input, target } = await store.readPair('train', index);
    expect(Array.from(input)).toEqual(await tutorialHalf(index, inputSide, 18));
    expect(Array.from(target)).toEqual(await tutorialHalf(index, targetSide, 18));
  }
  const { input, target } = await store.readPair('test', 0);
  expect(Array.from(input)).toEqual(await tutorialHalf(3, inputSide, 16));
  expect(Array.from(target)).toEqual(await tutorialHalf(3, targetSide, 16));
  await store.close();
});

describe('use of the cache', () => {
  test('a whole store is used again, wherever the dataset lies', async () => {
    const report = await madeReport();
    await (await openStore(report, geometry)).close();
    await rm(report.folder, { recursive: true });
    const again = await openStore(report, geometry);
    expect(again.names('train')).toHaveLength(3);
    await again.close();
  });

  test('another geometry, recipe or split has a store of its own', async () => {
    const report = await madeReport();
    const pairs = report.pairs.map(
      (pair) => ({ ...pair, split: pair.name === 'train/1.png' ? 'test' : pair.split }) as const,
    );
    await (await openStore(report, geometry)).close();
    await (await openStore(report, { ...geometry, jitterSize: 16 })).close();
    await (await openStore({ ...report, recipe: { ...report.recipe, fit: 'crop' } }, geometry)).close();
    const other = await openStore({ ...report, pairs }, geometry);
    expect(other.names('test')).toHaveLength(2);
    await other.close();
    expect(await readdir(storesFolder())).toHaveLength(4);
  });

  test.each(['train-0.bin', 'test-0.bin', 'index.json'])(
    'a store whose %s was cut short is made anew',
    async (file) => {
      const report = await madeReport();
      const first = await openStore(report, geometry);
      await first.close();
      await truncate(join(first.folder, file), 100);
      const store = await openStore(report, geometry);
      expect(Array.from((await store.readPair('train', 2)).input)).toEqual(await tutorialHalf(2, 'right', 18));
      await store.close();
    },
  );

  test('two makers at once both get a whole store', async () => {
    const report = await madeReport();
    const stores = await Promise.all([openStore(report, geometry), openStore({ ...report }, geometry)]);
    for (const store of stores) {
      expect(Array.from((await store.readPair('test', 0)).input)).toEqual(await tutorialHalf(3, 'right', 16));
      await store.close();
    }
    expect(await readdir(storesFolder())).toHaveLength(1);
  });

  test('of many stores the eight used last stay, and abandoned makings go', async () => {
    const report = await madeReport();
    const folders: string[] = [];
    for (let size = 4; size < 14; size++) {
      const store = await openStore(report, { ...geometry, size, jitterSize: size });
      await store.close();
      // Not all file systems tell apart moments as close as these.
      const used = new Date(2020, 0, size);
      await utimes(store.folder, used, used);
      folders.push(store.folder);
    }
    const abandoned = join(storesFolder(), 'x.partial-1');
    await writeFile(abandoned, '');
    await utimes(abandoned, new Date(2020, 0), new Date(2020, 0));
    await (await openStore(report, geometry)).close();
    const kept = await readdir(storesFolder());
    expect(kept).toHaveLength(8);
    expect(kept).not.toContain('x.partial-1');
    await expect(access(folders[9] ?? '')).resolves.toBeUndefined();
    await expect(access(folders[0] ?? '')).rejects.toThrow();
  });
});

describe('failures leave no store', () => {
  test('stopped in the middle', async () => {
    const stop = new AbortController();
    const progress = (done: number): void => {
      if (done === 2) {
        stop.abort(new Error('stopped by the person'));
      }
    };
    const opening = openStore(await madeReport(), geometry, { progress, signal: stop.signal });
    await expect(opening).rejects.toThrow('stopped by the person');
    expect(await readdir(storesFolder())).toEqual([]);
  });

  test('a picture that changed after the inspection', async () => {
    const report = await madeReport();
    await writeBelow(report.folder, 'train/2.png', await encodePng(noise(46, 31, 99)));
    await expect(openStore(report, geometry)).rejects.toMatchObject({
      code: 'dataset-changed',
      data: { path: report.folder },
    });
    expect(await readdir(storesFolder())).toEqual([]);
  });

  test('a picture that vanished', async () => {
    const report = await madeReport();
    await rm(join(report.folder, 'train', '2.png'));
    await expect(openStore(report, geometry)).rejects.toMatchObject({
      code: 'image-missing',
      data: { name: 'train/2.png' },
    });
    expect(await readdir(storesFolder())).toEqual([]);
  });

  test('a cache folder that is a file', async () => {
    const report = await madeReport();
    await writeFile(storesFolder(), '');
    await expect(openStore(report, geometry)).rejects.toMatchObject({ code: 'write-failed' });
  });
});

test('reading beyond the end of a store is an error, not zeros', async () => {
  const report = await madeReport();
  const store = await openStore(report, geometry);
  await expect(store.readPair('train', pairsOf(report, 'train').length)).rejects.toMatchObject({
    code: 'dataset-unreadable',
  });
  await store.close();
});
