import { beforeEach, describe, expect, test } from 'vitest';
import { inspectDataset, type InspectOptions } from '../../../src-main/data/inspect';
import { encodePng } from '../../../src-main/data/encode';
import type { DatasetReport } from '../../../src-main/contract/dataset';
import { noise, writeBelow, writePairs } from '../../support/pictures';
import { temporaryFolder } from '../../support/temporary-folder';

beforeEach(async () => {
  process.env.PIX2PIX_STUDIO_CACHE = await temporaryFolder();
});

async function inspect(names: readonly string[], options: Partial<InspectOptions> = {}): Promise<DatasetReport> {
  const folder = await temporaryFolder();
  await writePairs(folder, names, 16, 16);
  return inspectDataset(folder, { seed: 1, ...options });
}

function pairsIn(report: DatasetReport): string[] {
  return report.pairs.map(({ split, input, target }) => `${split}: ${input.name} → ${target.name}`);
}

describe('two folders', () => {
  test.each([
    ['splits above', ['train/A/1.png', 'train/B/1.png', 'test/A/2.png', 'test/B/2.png']],
    ['splits below', ['A/train/1.png', 'B/train/1.png', 'A/test/2.png', 'B/test/2.png']],
    ['input and target', ['target/train/1.png', 'input/train/1.png', 'input/val/2.png', 'target/val/2.png']],
    ['joined names', ['trainA/1.png', 'trainB/1.png', 'testA/2.png', 'testB/2.png']],
  ])('%s', async (_name, names) => {
    const report = await inspect(names);
    expect(report).toMatchObject({ layout: 'folders', splitBy: 'folders', problems: [], ignored: [] });
    expect(
      report.pairs.map(({ split, input, target }) => [split, /A|input/.test(input.name), /B|target/.test(target.name)]),
    ).toEqual([
      ['train', true, true],
      ['test', true, true],
    ]);
  });

  test('without splits the seed draws the test pairs; endings may differ', async () => {
    const names = Array.from({ length: 10 }, (_, index) => [
      `A/${String(index)}.png`,
      `B/${String(index)}.jpeg`,
    ]).flat();
    const report = await inspect(names);
    expect(report.splitBy).toBe('seed');
    expect(report.pairs.filter(({ split }) => split === 'test')).toHaveLength(1);
    expect(report.pairs).toHaveLength(10);
  });

  test('any two chosen ones, in the chosen direction', async () => {
    const names = ['x/1.png', 'y/1.png', 'z/1.png', 'x/2.png', 'z/2.png'];
    await expect(inspect(names, { layout: 'folders' })).rejects.toMatchObject({
      code: 'dataset-folders-unclear',
      data: { folders: ['x', 'y', 'z'] },
    });
    const report = await inspect(names, { inputFolder: 'z', targetFolder: 'x/' });
    expect(pairsIn(report).map((pair) => pair.replace(/^\w+: /, ''))).toEqual([
      'z/1.png → x/1.png',
      'z/2.png → x/2.png',
    ]);
    expect(report.ignored).toEqual(['y/']);
    await expect(inspect(names, { inputFolder: 'z', targetFolder: 'w' })).rejects.toMatchObject({
      code: 'dataset-folder-missing',
      data: { folder: 'w' },
    });
  });

  test('what has no partner, two partners or a bad one is set aside by name', async () => {
    const folder = await temporaryFolder();
    await writePairs(
      folder,
      ['A/1.png', 'B/1.png', 'A/2.png', 'B/3.png', 'A/4.png', 'A/4.webp', 'B/4.png', 'A/5.png'],
      16,
      16,
    );
    await writeBelow(folder, 'B/5.png', '');
    const report = await inspectDataset(folder, { seed: 1 });
    expect(report.pairs.map(({ name }) => name)).toEqual(['A/1.png', 'A/4.png']);
    expect(Object.fromEntries(report.problems.map(({ name, error }) => [name, error.code]))).toEqual({
      'A/2.png': 'pair-incomplete',
      'B/3.png': 'pair-incomplete',
      'A/4.webp': 'pair-ambiguous',
      'A/5.png': 'pair-partner-unusable',
      'B/5.png': 'image-empty',
    });
  });

  test('sides of unequal size are used and noted with both sizes', async () => {
    const folder = await temporaryFolder();
    await writeBelow(folder, 'A/1.png', await encodePng(noise(20, 10, 1)));
    await writeBelow(folder, 'B/1.png', await encodePng(noise(30, 40, 2)));
    const { notes, pairs } = await inspectDataset(folder, { seed: 1 });
    expect(pairs).toHaveLength(1);
    expect(notes.map(({ error }) => error)).toEqual([
      {
        code: 'pair-sizes-differ',
        data: { name: 'A/1.png', inputWidth: 20, inputHeight: 10, targetWidth: 30, targetHeight: 40 },
      },
    ]);
  });
});

describe('one file a pair', () => {
  test('above each other, where most pictures are twice as high as wide', async () => {
    const folder = await temporaryFolder();
    await writePairs(folder, ['1.png', '2.png', '3.png'], 16, 32);
    const report = await inspectDataset(folder, { seed: 1, inputSide: 'left' });
    expect(report.layout).toBe('top-bottom');
    expect(report.pairs[0]).toMatchObject({
      input: { part: 'top', width: 16, height: 16 },
      target: { part: 'bottom' },
    });
  });

  test('single pictures need what makes their inputs', async () => {
    await expect(inspect(['1.png', '2.png'], { layout: 'single' })).rejects.toMatchObject({
      code: 'dataset-transform-missing',
    });
    const report = await inspect(['1.png', '2.png'], { transform: 'edges' });
    expect(report).toMatchObject({ layout: 'single', recipe: { transform: 'edges' } });
    expect(report.pairs[0]).toMatchObject({ input: { part: 'whole' }, target: { part: 'whole' } });
  });

  test('the same contents twice, and in training and test', async () => {
    const folder = await temporaryFolder();
    await writePairs(folder, ['train/1.png', 'test/2.png']);
    const same = await encodePng(noise(32, 16, 1));
    for (const name of ['train/3.png', 'test/4.png']) {
      await writeBelow(folder, name, same);
    }
    const { notes } = await inspectDataset(folder, { seed: 1 });
    expect(notes.map(({ error }) => error)).toEqual([
      { code: 'pair-duplicate', data: { name: 'train/3.png', other: 'train/1.png' } },
      { code: 'pair-in-both-splits', data: { name: 'test/4.png', other: 'train/1.png' } },
    ]);
  });
});
