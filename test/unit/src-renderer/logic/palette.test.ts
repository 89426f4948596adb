import { describe, expect, it } from 'vitest';
import { black, blankBitmap, toHex, white, type Bitmap, type Colour } from '../../../../src-renderer/logic/bitmap';
import { beginStroke, extendStroke } from '../../../../src-renderer/logic/painting';
import { findPalette } from '../../../../src-renderer/logic/palette';

/** Vertical stripes, the first twice as wide as each other one. */
function stripes(colours: readonly Colour[], noise: (at: number) => number = () => 0): Bitmap {
  const bitmap = blankBitmap(100, 40, white);
  for (let at = 0; at < bitmap.data.length; at += 4) {
    const column = (at / 4) % 100;
    const index = Math.max(0, Math.floor((column * (colours.length + 1)) / 100) - 1);
    const colour = colours[index] ?? white;
    bitmap.data.set(
      colour.map((value, channel) => value + noise(at + channel)),
      at,
    );
  }
  return bitmap;
}

const labels: readonly Colour[] = [
  [0, 0, 170],
  [0, 85, 255],
  [255, 170, 0],
  [170, 0, 0],
];

describe('findPalette', () => {
  it('finds the labels of a map, the most frequent first', () => {
    const palette = findPalette([stripes(labels), stripes(labels)]);
    expect(palette?.colours.map(({ colour }) => colour)).toEqual(labels);
    expect(palette?.colours.map(({ share }) => share)).toEqual([0.4, 0.2, 0.2, 0.2]);
    expect(palette?.exact).toBe(true);
  });

  it('finds them through the noise of a compression, but does not call them exact', () => {
    const noisy = stripes(labels, (at) => (at % 3 === 0 ? 0 : ((at * 7919) % 25) - 12));
    const palette = findPalette([noisy]);
    expect(palette?.colours).toHaveLength(4);
    for (const label of labels) {
      const near = palette?.colours.filter(({ colour }) =>
        colour.every((value, channel) => Math.abs(value - (label[channel] ?? NaN)) <= 12),
      );
      expect(near, toHex(label)).toHaveLength(1);
    }
    expect(palette?.exact).toBe(false);
  });

  it('takes a drawing as line and paper, not as the greys between them', () => {
    const bitmap = blankBitmap(120, 120, white);
    const stroke = beginStroke(bitmap, { colour: black, diameter: 5, smooth: true });
    extendStroke(stroke, { x: 10, y: 20 }, { x: 100, y: 90 });
    extendStroke(stroke, { x: 100, y: 90 }, { x: 30, y: 110 });
    const palette = findPalette([bitmap]);
    expect(palette?.colours.map(({ colour }) => toHex(colour))).toEqual(['#ffffff', '#000000']);
    expect(palette?.exact).toBe(false);
  });

  it('finds lines that are one pixel wide', () => {
    const bitmap = blankBitmap(64, 64, white);
    for (let at = 0; at < 64; at++) {
      bitmap.data.set(black, (at * 64 + at) * 4);
      bitmap.data.set(black, (at * 64 + 63 - at) * 4);
    }
    const palette = findPalette([bitmap]);
    expect(palette?.colours.map(({ colour }) => toHex(colour))).toEqual(['#ffffff', '#000000']);
    expect(palette?.exact).toBe(true);
  });

  it('is not misled by the greys that every line of a small drawing has', () => {
    const bitmap = blankBitmap(32, 32, white);
    const pen = { colour: black, diameter: 3, smooth: true };
    for (const y of [6.3, 16.3, 26.3]) {
      extendStroke(beginStroke(bitmap, pen), { x: 3, y }, { x: 29, y });
    }
    const palette = findPalette([bitmap]);
    expect(palette?.colours.map(({ colour }) => toHex(colour))).toEqual(['#ffffff', '#000000']);
  });

  it('has none for pictures of many colours, and none without pictures', () => {
    const gradient = blankBitmap(200, 200, white);
    for (let at = 0; at < gradient.data.length; at += 4) {
      const pixel = at / 4;
      gradient.data.set([pixel % 200, Math.floor(pixel / 200), (pixel * 31) % 256], at);
    }
    expect(findPalette([gradient])).toBeNull();
    expect(findPalette([])).toBeNull();
  });
});
