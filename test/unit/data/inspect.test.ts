import { mkdir, readdir, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { pairsOf, type DatasetReport } from '../../../src-main/contract/dataset';
import { encodePng } from '../../../src-main/data/encode';
import { inspectDataset } from '../../../src-main/data/inspect';
import { encodeJpeg, noise, pngHeader, writeBelow, writePairs } from '../../support/pictures';
import { temporaryFolder } from '../../support/temporary-folder';

const seed = { seed: 1 };

beforeEach(async () => {
  process.env.PIX2PIX_STUDIO_CACHE = await temporaryFolder();
});

function names(report: DatasetReport, split: 'train' | 'test'): string[] {
  return pairsOf(report, split).map(({ name }) => name);
}

function codes(report: DatasetReport): Record<string, string> {
  return Object.fromEntries(report.problems.map(({ name, error }) => [name, error.code]));
}

describe('layouts', () => {
  test('train/ and test/, in natural order, with the size of one half', async () => {
    const folder = await temporaryFolder();
    await writePairs(folder, ['train/10.png', 'train/2.PNG', 'test/1.png', 'val/3.png']);
    await writeBelow(folder, 'train/1.JPEG', await encodeJpeg(noise(40, 16, 1)));
    const report = await inspectDataset(folder, seed);
    expect(report).toMatchObject({ folder, layout: 'side-by-side', splitBy: 'folders', problems: [] });
    expect(names(report, 'train')).toEqual(['train/1.JPEG', 'train/2.PNG', 'train/10.png']);
    expect(names(report, 'test')).toEqual(['test/1.png']);
    expect(report.pairs[0]).toEqual({
      split: 'train',
      name: 'train/1.JPEG',
      input: { path: join(folder, 'train', '1.JPEG'), name: 'train/1.JPEG', part: 'right', width: 20, height: 16 },
      target: { path: join(folder, 'train', '1.JPEG'), name: 'train/1.JPEG', part: 'left', width: 20, height: 16 },
    });
  });

  test('val/ stands in for a missing test/', async () => {
    const folder = await temporaryFolder();
    await writePairs(folder, ['train/1.png', 'val/3.png']);
    expect(names(await inspectDataset(folder, seed), 'test')).toEqual(['val/3.png']);
  });

  test('a flat folder is split by the seed, one in ten for testing', async () => {
    const folder = await temporaryFolder();
    await writePairs(
      folder,
      Array.from({ length: 20 }, (_, index) => `${String(index)}.png`),
    );
    const report = await inspectDataset(folder, seed);
    expect(report.splitBy).toBe('seed');
    expect(names(report, 'test')).toHaveLength(2);
    expect(names(report, 'train')).toHaveLength(18);
    expect(await inspectDataset(folder, seed)).toEqual(report);
    const others = await Promise.all([2, 3, 4].map((other) => inspectDataset(folder, { seed: other })));
    expect(others.some((other) => names(other, 'test').join() !== names(report, 'test').join())).toBe(true);
  });

  test('of two pairs in a flat folder one is for testing, a single one is for training', async () => {
    const folder = await temporaryFolder();
    await writePairs(folder, ['a.png', 'b.png']);
    expect(names(await inspectDataset(folder, seed), 'test')).toHaveLength(1);
    await rm(join(folder, 'a.png'));
    expect(names(await inspectDataset(folder, seed), 'train')).toEqual(['b.png']);
  });
});

test('what cannot be used is set aside with its reason; hidden files and texts are no matter', async () => {
  const folder = await temporaryFolder();
  const whole = await encodeJpeg(noise(64, 32, 1));
  await writePairs(folder, ['train/good.png', 'test/good.png']);
  await writeBelow(folder, 'train/cut.jpg', whole.subarray(0, whole.length / 2));
  await writeBelow(folder, 'train/text.jpg', 'I am no picture');
  await writeBelow(folder, 'train/empty.png', '');
  await writeBelow(folder, 'train/huge.png', pngHeader(60_000, 30_000));
  await writeBelow(folder, 'train/odd.png', await encodePng(noise(33, 16, 1)));
  await writeBelow(folder, 'train/square.png', await encodePng(noise(16, 16, 1)));
  await writeBelow(folder, 'train/clip.webp', 'RIFF');
  for (const silent of ['.DS_Store', 'LICENSE.txt', 'ATTRIBUTION.md']) {
    await writeBelow(folder, `train/${silent}`, 'text');
  }
  await mkdir(join(folder, 'train', 'folder.png'));
  const report = await inspectDataset(folder, seed);
  expect(report.pairs).toHaveLength(2);
  expect(codes(report)).toEqual({
    'train/cut.jpg': 'image-unreadable',
    'train/text.jpg': 'image-format',
    'train/empty.png': 'image-empty',
    'train/huge.png': 'image-too-large',
    'train/odd.png': 'image-not-pair',
    'train/square.png': 'image-not-pair',
    'train/clip.webp': 'image-format',
  });
});

test('names in any script, and links that lead nowhere or in circles', async () => {
  const folder = await temporaryFolder();
  const decomposed = '고양이'.normalize('NFD');
  await writePairs(folder, [`train/${decomposed} 🐈.png`, 'train/-x "y" ñ.png', 'test/猫.png']);
  await symlink('loop.png', join(folder, 'train', 'loop.png'));
  await symlink('nothing.png', join(folder, 'train', 'dangling.png'));
  await symlink('..', join(folder, 'train', 'up'));
  const report = await inspectDataset(folder, seed);
  expect(names(report, 'train')).toEqual(['train/-x "y" ñ.png', 'train/고양이 🐈.png']);
  expect(codes(report)).toEqual({ 'train/loop.png': 'image-link-loop', 'train/dangling.png': 'image-missing' });
});

test('the fingerprint stays when the folder moves, and changes with a name or a byte', async () => {
  const parent = await temporaryFolder();
  const folder = join(parent, 'a');
  await writePairs(folder, ['train/1.png', 'train/2.png', 'test/1.png']);
  const { fingerprint } = await inspectDataset(folder, seed);
  const moved = join(parent, 'b 나');
  await rename(folder, moved);
  const fingerprintNow = async (): Promise<string> => (await inspectDataset(moved, seed)).fingerprint;
  expect(await fingerprintNow()).toBe(fingerprint);
  await writeBelow(moved, 'train/notes.txt', 'no part of the data');
  expect(await fingerprintNow()).toBe(fingerprint);
  await rename(join(moved, 'train', '2.png'), join(moved, 'train', '3.png'));
  const renamed = await fingerprintNow();
  expect(renamed).not.toBe(fingerprint);
  await writePairs(moved, ['train/3.png']);
  expect(await fingerprintNow()).not.toBe(renamed);
});

describe('pictures found whole before', () => {
  test('a picture that was cut off since is found', async () => {
    const folder = await temporaryFolder();
    await writePairs(folder, ['train/1.png', 'train/2.png', 'test/1.png']);
    const before = await inspectDataset(folder, seed);
    expect(await inspectDataset(folder, seed)).toEqual(before);
    await truncate(join(folder, 'train', '2.png'), 500);
    expect(codes(await inspectDataset(folder, seed))).toEqual({ 'train/2.png': 'image-unreadable' });
  });

  test('what is remembered may be damaged or not writable', async () => {
    const folder = await temporaryFolder();
    await writePairs(folder, ['train/1.png', 'test/1.png']);
    const before = await inspectDataset(folder, seed);
    const checked = join(process.env.PIX2PIX_STUDIO_CACHE ?? '', 'checked');
    const [record] = await readdir(checked);
    await writeFile(join(checked, record ?? ''), '{"format":');
    expect(await inspectDataset(folder, seed)).toEqual(before);
    await rm(checked, { recursive: true });
    await writeFile(checked, 'a file where a folder should be');
    expect(await inspectDataset(folder, seed)).toEqual(before);
  });
});

describe('folders that cannot be used', () => {
  test('missing', async () => {
    const folder = join(await temporaryFolder(), 'none');
    await expect(inspectDataset(folder, seed)).rejects.toMatchObject({
      code: 'dataset-missing',
      data: { path: folder },
    });
  });

  test('a file', async () => {
    const file = join(await temporaryFolder(), 'file');
    await writeFile(file, '');
    await expect(inspectDataset(file, seed)).rejects.toMatchObject({ code: 'dataset-not-folder' });
  });

  test('without pairs', async () => {
    const folder = await temporaryFolder();
    await writeBelow(folder, 'a.webp', 'x');
    await expect(inspectDataset(folder, seed)).rejects.toMatchObject({
      code: 'dataset-no-pairs',
      data: { path: folder, setAside: 1 },
    });
  });

  test('without training pairs', async () => {
    const folder = await temporaryFolder();
    await writePairs(folder, ['test/1.png']);
    await expect(inspectDataset(folder, seed)).rejects.toMatchObject({
      code: 'dataset-no-training-pairs',
      data: { path: folder, testPairs: 1 },
    });
  });
});
