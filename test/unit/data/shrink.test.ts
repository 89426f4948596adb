import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PairFile, PictureRecipe } from '../../../src-main/contract/dataset';
import { decodePair } from '../../../src-main/data/decode-pair';
import { decodeImage } from '../../../src-main/data/decode';
import type { Picture } from '../../../src-main/data/picture';
import { resizable } from '../../../src-main/data/resizable-picture';
import { shrinkOf } from '../../../src-main/data/shrink';
import { makeSquare } from '../../../src-main/data/square';
import { encodeJpeg, writeBelow } from '../../support/pictures';
import { temporaryFolder } from '../../support/temporary-folder';

const smooth: PictureRecipe = {
  fit: 'stretch',
  inputResizing: 'smooth',
  targetResizing: 'smooth',
  transform: 'none',
  background: '#ffffff',
};

function pairOf(path: string, width: number, height: number): PairFile {
  const half = { path, name: '1.jpg', width, height };
  return { split: 'train', name: '1.jpg', input: { ...half, part: 'right' }, target: { ...half, part: 'left' } };
}

describe('shrinkOf', () => {
  it.each([
    ['as large as it is stored', 286, 286, 1],
    ['a little larger', 512, 512, 1],
    ['twice as large and half as much again', 860, 860, 2],
    ['four times', 1720, 1720, 4],
    ['very large', 8000, 8000, 8],
    ['large one way only', 4000, 400, 1],
    ['of a size that blocks do not divide', 2001, 2001, 1],
  ])('of a picture %s', (_what, width, height, shrink) => {
    expect(shrinkOf(pairOf('x', width, height), smooth, 286)).toBe(shrink);
  });

  it('is none where pixels are kept as they are', () => {
    const pair = pairOf('x', 2000, 2000);
    expect(shrinkOf(pair, { ...smooth, inputResizing: 'nearest' }, 286)).toBe(1);
    expect(shrinkOf(pair, { ...smooth, targetResizing: 'nearest' }, 286)).toBe(1);
  });

  it('goes by what a cut leaves', () => {
    expect(shrinkOf(pairOf('x', 4000, 880), { ...smooth, fit: 'crop' }, 286)).toBe(2);
    expect(shrinkOf(pairOf('x', 4000, 880), { ...smooth, fit: 'pad' }, 286)).toBe(8);
  });
});

it('a picture that is decoded smaller looks as one that is decoded whole', async () => {
  const path = join(await temporaryFolder(), '1.jpg');
  const picture = waves(512, 256);
  const bytes = await encodeJpeg(picture);
  await writeBelow(join(path, '..'), '1.jpg', bytes);
  const pair = pairOf(path, 256, 256);
  expect(shrinkOf(pair, smooth, 64)).toBe(2);
  const { input } = await decodePair(pair, smooth, 64);
  const options = { part: 'right', fit: 'stretch', resizing: 'smooth', background: '#ffffff' } as const;
  const whole = makeSquare(resizable(await decodeImage(bytes, '1.jpg')), 64, options);
  const differences = input.map((value, index) => Math.abs(value - (whole.data[index] ?? 0)));
  expect(differences.reduce((sum, value) => sum + value, 0) / differences.length).toBeLessThan(1.5);
  expect(Math.max(...differences)).toBeLessThan(16);
});

/** Colours that change over a few pixels, and edges. */
function waves(width: number, height: number): Picture {
  const data = new Uint8Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    data[pixel * 3] = 128 + 100 * Math.sin(x / 9);
    data[pixel * 3 + 1] = 128 + 100 * Math.sin((x + y) / 13);
    data[pixel * 3 + 2] = (x >> 5) % 2 === 0 ? 40 : 200;
  }
  return { width, height, data };
}
