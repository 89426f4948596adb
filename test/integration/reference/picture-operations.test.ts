/** Resizing and the transforms of single pictures, against Pillow and NumPy. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Picture } from '../../../src-main/data/picture';
import { resizeAntialiased } from '../../../src-main/data/resize-antialiased';
import { applyTransform } from '../../../src-main/data/transforms';
import { noise } from '../../support/pictures';
import { runReference } from '../../support/reference';
import { sharedFolder } from '../../support/temporary-folder';

const [width, height] = [48, 40];
const { folder, remove } = await sharedFolder();
afterAll(remove);

/** Discs of several colours on a slope, with a little noise: edges of every direction, and smooth places. */
function drawing(): Picture {
  const { data } = noise(width, height, 5);
  const picture = data.map((value, index) => {
    const [pixel, channel] = [Math.floor(index / 3), index % 3];
    const [column, row] = [pixel % width, Math.floor(pixel / width)];
    const isInside = (column - 18) ** 2 + (row - 18) ** 2 < 120 || (column - 38) ** 2 + (row - 28) ** 2 < 50;
    return (isInside ? 200 - 60 * channel : 40 + column * 2) + (value % 6);
  });
  return { width, height, data: picture };
}

const picture = drawing();
await writeFile(join(folder, 'picture.rgb'), picture.data);
await runReference('picture_operations.py', ['--folder', folder, '--width', String(width), '--height', String(height)]);

async function differenceTo(name: string, { data }: Picture): Promise<number> {
  const expected = await readFile(join(folder, `${name}.rgb`));
  expect(data).toHaveLength(expected.length);
  return data.reduce((most, value, at) => Math.max(most, Math.abs(value - (expected[at] ?? 999))), 0);
}

describe('antialiased resizing gives Pillow’s bytes', () => {
  const whole = { left: 0, top: 0, width, height };
  test.each([
    ['resize-smaller', whole, 11, 7],
    ['resize-larger', whole, 70, 53],
    ['resize-narrow', whole, 13, height],
    ['resize-286', whole, 286, 286],
    ['resize-region', { left: 5, top: 3, width: 20, height: 27 }, 9, 40],
  ] as const)('%s', async (name, region, toWidth, toHeight) => {
    expect(await differenceTo(name, resizeAntialiased(picture, region, toWidth, toHeight))).toBe(0);
  });
});

describe('transforms', () => {
  test.each([
    ['greyscale', 0],
    ['downscale-2', 0],
    ['downscale-4', 0],
    // Sums in another order may fall on the other side of a half.
    ['blur', 1],
    ['mask', 0],
    ['edges', 0],
  ] as const)('%s', async (name, tolerance) => {
    const made = applyTransform(picture, name);
    expect(await differenceTo(name, made)).toBeLessThanOrEqual(tolerance);
    expect(made.data).not.toEqual(picture.data);
  });

  test('edges are black lines on white, and there are some', () => {
    const values = new Set(applyTransform(picture, 'edges').data);
    expect([...values].sort()).toEqual([0, 255]);
  });
});
