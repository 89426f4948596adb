import { describe, expect, it } from 'vitest';
import {
  blankBitmap,
  clip,
  colourAt,
  emptyArea,
  fromHex,
  fromRgb,
  isEmpty,
  toHex,
  toRgb,
  union,
} from '../../../../src-renderer/logic/bitmap';

describe('a bitmap', () => {
  it('gives its pixels to a network and takes a picture back, byte for byte', () => {
    const rgb = Uint8Array.from({ length: 3 * 2 * 3 }, (_, index) => index * 13);
    const bitmap = fromRgb(3, 2, rgb);
    expect(toRgb(bitmap)).toEqual(rgb);
    expect(colourAt(bitmap, { x: 2.9, y: 1.2 })).toEqual([15 * 13, 16 * 13, 17 * 13]);
    expect(bitmap.data.filter((_, index) => index % 4 === 3)).toEqual(new Uint8ClampedArray(6).fill(255));
  });

  it('has no colour outside', () => {
    const bitmap = blankBitmap(4, 3, [1, 2, 3]);
    expect(colourAt(bitmap, { x: 3.99, y: 2.99 })).toEqual([1, 2, 3]);
    for (const outside of [
      { x: -0.1, y: 0 },
      { x: 4, y: 0 },
      { x: 0, y: 3 },
    ]) {
      expect(colourAt(bitmap, outside)).toBeNull();
    }
  });
});

describe('areas', () => {
  it('grow from nothing and are clipped to the picture', () => {
    const bitmap = blankBitmap(10, 8, [0, 0, 0]);
    const a = { left: -3, top: 2, right: 4, bottom: 5 };
    expect(isEmpty(emptyArea)).toBe(true);
    expect(union(emptyArea, a)).toEqual(a);
    expect(clip(a, bitmap)).toEqual({ left: 0, top: 2, right: 4, bottom: 5 });
    expect(isEmpty(clip({ left: 12, top: 0, right: 14, bottom: 3 }, bitmap))).toBe(true);
    expect(union(a, { left: 0, top: 0, right: 10, bottom: 8 })).toEqual({ left: -3, top: 0, right: 10, bottom: 8 });
  });
});

describe('colours as text', () => {
  it.each([
    [[0, 0, 0], '#000000'],
    [[255, 128, 7], '#ff8007'],
  ] as const)('%j is %s', (colour, hex) => {
    expect(toHex(colour)).toBe(hex);
    expect(fromHex(hex)).toEqual(colour);
  });
});
