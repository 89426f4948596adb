import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { decodeImage } from '../../../src-main/data/decode';
import { inspectDataset } from '../../../src-main/data/inspect';
import { makeOtherPairs, makeSampleData, makeShippedPairs, planPairs } from '../../../src-main/data/sample-data';
import { allGroups, readEmojis, splitEmojis } from '../../../src-main/data/sample-emojis';
import { fitted } from '../../../src-main/data/sample-picture';
import { temporaryFolder } from '../../support/temporary-folder';

const shipped = fileURLToPath(new URL('../../../assets/sample-pairs', import.meta.url));

const silent = (): void => undefined;

async function pictures(folder: string): Promise<string[]> {
  const inSplit = async (split: string): Promise<string[]> =>
    (await readdir(join(folder, split))).map((file) => `${split}/${file}`);
  return [...(await inSplit('train')), ...(await inSplit('test'))].sort();
}

test('the shipped pairs are those that the code makes', async () => {
  const made = join(await temporaryFolder(), 'pairs');
  await makeShippedPairs(made, silent);
  expect(await pictures(made)).toEqual(await pictures(shipped));
  for (const name of await pictures(made)) {
    const [ours, kept] = [await readFile(join(made, name)), await readFile(join(shipped, name))];
    if (!ours.equals(kept)) {
      // Another kind of processor may round the edges of a line differently.
      expect(await largestDifference(ours, kept), name).toBeLessThanOrEqual(2);
    }
  }
});

async function largestDifference(a: Uint8Array, b: Uint8Array): Promise<number> {
  const [one, other] = [await decodeImage(a, 'a'), await decodeImage(b, 'b')];
  return one.data.reduce((most, value, at) => Math.max(most, Math.abs(value - (other.data[at] ?? 0))), 0);
}

test('the shipped pairs are pairs: colour left, black lines on white right, licence beside them', async () => {
  const report = await inspectDataset(shipped, { seed: 1 });
  expect(report.problems).toEqual([]);
  expect(report.pairs.filter(({ split }) => split === 'train')).toHaveLength(200);
  expect(report.pairs.filter(({ split }) => split === 'test')).toHaveLength(40);
  expect(report.pairs.every(({ input }) => input.width === 256 && input.height === 256)).toBe(true);
  let bytes = 0;
  for (const {
    input: { path, name },
  } of report.pairs) {
    const file = await readFile(path);
    bytes += file.length;
    const { data } = await decodeImage(file, name);
    const colourful = { left: 0, right: 0 };
    for (let at = 0; at < data.length; at += 3) {
      const isGrey = data[at] === data[at + 1] && data[at] === data[at + 2];
      colourful[at % (512 * 3) < 256 * 3 ? 'left' : 'right'] += Number(!isGrey);
    }
    expect(colourful.right, name).toBe(0);
  }
  expect(bytes).toBeLessThan(8 * 2 ** 20);
  expect(await readFile(join(shipped, 'ATTRIBUTION.md'), 'utf8')).toContain(
    'https://creativecommons.org/licenses/by-sa/4.0/',
  );
  expect(await readFile(join(shipped, 'LICENSE.txt'), 'utf8')).toContain('Attribution-ShareAlike 4.0 International');
});

test('the other pairs are as many as the shipped ones, and none of them', async () => {
  const made = join(await temporaryFolder(), 'pairs');
  await makeOtherPairs(made, silent);
  const contents = async (folder: string): Promise<string[]> =>
    Promise.all((await pictures(folder)).map((name) => readFile(join(folder, name), 'base64')));
  const [others, known] = [await contents(made), new Set(await contents(shipped))];
  expect(others).toHaveLength(known.size);
  expect(new Set(others).size).toBe(others.length);
  expect(others.filter((one) => known.has(one))).toEqual([]);
});

test('a larger set is made whole, with every drawing in one split only', async () => {
  const folder = join(await temporaryFolder(), 'set');
  const told: string[] = [];
  const counts = await makeSampleData({ folder, count: 60 }, (done, total) => {
    told.push(`${String(done)} of ${String(total)}`);
  });
  expect(counts).toEqual({ train: 50, test: 10 });
  expect(told).toHaveLength(60);
  expect(told.at(-1)).toBe('60 of 60');
  const report = await inspectDataset(folder, { seed: 1 });
  expect(report.pairs).toHaveLength(60);
  expect(report.problems).toEqual([]);
  expect((await readdir(folder)).sort()).toEqual(['ATTRIBUTION.md', 'LICENSE.txt', 'test', 'train']);
});

test('thousands of pairs differ from each other, and no drawing is in both splits', async () => {
  const emojis = splitEmojis(await readEmojis(allGroups), 5, 1);
  const train = [...planPairs(emojis.train, 5000)];
  const test = [...planPairs(emojis.test, 1000)];
  const tested = new Set(test.map(({ emoji }) => emoji));
  expect(train.filter(({ emoji }) => tested.has(emoji))).toEqual([]);
  for (const pairs of [train, test]) {
    expect(new Set(pairs.map(({ name }) => name)).size).toBe(pairs.length);
    expect(new Set(pairs.map(({ emoji, placement }) => emoji.name + JSON.stringify(placement))).size).toBe(
      pairs.length,
    );
  }
  const varied = train.find(({ name }) => name.endsWith('-variation-1'));
  expect(varied).toBeDefined();
  expect(varied?.placement).not.toEqual(varied && fitted(varied.emoji));
});

test('a folder that is not empty is refused', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'mine'), '');
  const making = makeSampleData({ folder, count: 2 }, silent);
  await expect(making).rejects.toMatchObject({ code: 'output-exists', data: { path: folder } });
});
