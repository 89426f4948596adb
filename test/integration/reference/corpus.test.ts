/** Pictures of every kind against Pillow's pixels, and files of every badness against their codes. */
import { rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { pictureFormats } from '../../../src-main/contract/dataset';
import { readImage } from '../../../src-main/data/decode';
import { inspectDataset } from '../../../src-main/data/inspect';
import { writeBadFiles } from '../../support/bad-files';
import { runReference } from '../../support/reference';
import { sharedFolder } from '../../support/temporary-folder';

const { folder, remove } = await sharedFolder();
afterAll(remove);
process.env.PIX2PIX_STUDIO_CACHE = join(folder, 'cache');
const corpus = join(folder, 'corpus');
const pictures = join(corpus, 'pictures');

const caseSchema = z.object({
  name: z.string(),
  format: z.enum(pictureFormats),
  width: z.number(),
  height: z.number(),
  tolerance: z.number(),
});
const good = z.array(caseSchema).parse(JSON.parse(await runReference('picture_corpus.py', ['--folder', corpus])));

const whole: Record<string, Uint8Array> = {};
const templates = [
  'jpeg-420.jpg',
  'png-rgb.png',
  'webp-lossless.webp',
  'tiff-plain.tif',
  'bmp-24-bit.bmp',
  'gif-still.gif',
  'avif-444.avif',
];
for (const name of templates) {
  whole[name] = await readFile(join(pictures, name));
}

describe('decoded as Pillow does', () => {
  test.each(good.map((one, index) => [JSON.stringify(one.name), one, index] as const))(
    '%s',
    async (_name, one, index) => {
      const expected = await readFile(join(corpus, 'pixels', `${String(index)}.rgb`));
      const { picture, facts } = await readImage(join(pictures, one.name), one.name);
      const { format, width, height, tolerance } = one;
      expect(facts).toMatchObject({ format, width, height });
      expect([picture.width, picture.height]).toEqual([width, height]);
      const difference = picture.data.reduce(
        (most, value, at) => Math.max(most, Math.abs(value - (expected[at] ?? 999))),
        0,
      );
      expect(difference).toBeLessThanOrEqual(tolerance);
    },
  );
});

test('good and bad together: every file is used or set aside with its code, none is lost, none is changed', async () => {
  const bad = await writeBadFiles(pictures, whole);
  expect(good.length + bad.length).toBeGreaterThanOrEqual(100);
  const report = await inspectDataset(pictures, { layout: 'single', transform: 'greyscale', seed: 1 });
  const used = report.pairs.map(({ name }) => name);
  expect([...used].sort()).toEqual(good.map(({ name }) => name.normalize('NFC')).sort());
  const codes = Object.fromEntries(report.problems.map(({ name, error }) => [name, error.code]));
  expect(codes).toEqual(Object.fromEntries(bad.map(({ name, code }) => [name, code])));
  expect(report.problems).toHaveLength(bad.length);
  expect(report.ignored).toEqual(['folder.png/']);
  const misnamed = report.notes.filter(({ error }) => error.code === 'image-named-otherwise').map(({ name }) => name);
  expect(misnamed.sort()).toEqual(['is-a-jpeg.png', 'is-a-png.webp', 'no-ending']);
  for (const [name, bytes] of Object.entries(whole)) {
    expect(Buffer.compare(await readFile(join(pictures, name)), bytes)).toBe(0);
  }
});

test('what vanishes while the folder is read is set aside, and the rest goes on', async () => {
  // The last in natural order is not yet read when the first has been.
  const last = 'webp-lossy.webp';
  let gone = false;
  const report = await inspectDataset(pictures, {
    layout: 'single',
    transform: 'blur',
    seed: 1,
    progress: () => {
      if (!gone) {
        gone = true;
        rmSync(join(pictures, last));
      }
    },
  });
  const problem = report.problems.find(({ name }) => name === last);
  expect(problem?.error.code).toBe('image-missing');
  expect(report.pairs).toHaveLength(good.length - 1);
});
