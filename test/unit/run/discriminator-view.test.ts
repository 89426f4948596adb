import { describe, expect, it } from 'vitest';
import { realnessPicture } from '../../../src-main/run/discriminator-view';

describe('realnessPicture', () => {
  const size = 64;
  const patches = size / 8 - 2;
  const realness = Float32Array.from({ length: patches ** 2 }, (_, index) => (index === 1 ? 1 : index / 255));
  const picture = realnessPicture(realness, size);
  const pixel = (x: number, y: number): number[] =>
    Array.from(picture.slice((y * size + x) * 3, (y * size + x + 1) * 3));

  it('draws a grey square for each patch in its middle', () => {
    expect(picture).toHaveLength(size * size * 3);
    expect(pixel(16, 8)).toEqual([255, 255, 255]);
    expect(pixel(23, 15)).toEqual([255, 255, 255]);
    expect(pixel(24, 8)).toEqual([2, 2, 2]);
    expect(pixel(16, 16)).toEqual([patches + 1, patches + 1, patches + 1]);
  });

  it('goes on to the border with the nearest patch', () => {
    expect(pixel(16, 0)).toEqual([255, 255, 255]);
    expect(pixel(63, 63)).toEqual(pixel(55, 55));
    expect(pixel(0, 63)).toEqual(pixel(8, 55));
  });
});
