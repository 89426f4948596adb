/** A picture in the window's memory, and areas of it. Plain arrays, so that what is drawn can be tested without a DOM. */

export interface Bitmap {
  readonly width: number;
  readonly height: number;
  /** height·width·4 bytes: red, green, blue and an opaque alpha, rows from the top. Drawing changes them in place. */
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

/** Red, green and blue from 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

export const white: Colour = [255, 255, 255];
export const black: Colour = [0, 0, 0];

/** In pixels from the left top corner; the middle of the first pixel is (0.5, 0.5). */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Columns from `left` and rows from `top`, up to and without `right` and `bottom`; empty when those are not larger. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export const emptyArea: Area = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };

export function blankBitmap(width: number, height: number, [red, green, blue]: Colour): Bitmap {
  const data = new Uint8ClampedArray(width * height * 4);
  // A pixel at a time; every processor that runs this stores the lowest byte first.
  new Uint32Array(data.buffer).fill(((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0);
  return { width, height, data };
}

export function copyBitmap({ width, height, data }: Bitmap): Bitmap {
  return { width, height, data: data.slice() };
}

export function isEmpty({ left, top, right, bottom }: Area): boolean {
  return right <= left || bottom <= top;
}

/** The smallest area that has both. */
export function union(a: Area, b: Area): Area {
  return {
    left: Math.min(a.left, b.left),
    top: Math.min(a.top, b.top),
    right: Math.max(a.right, b.right),
    bottom: Math.max(a.bottom, b.bottom),
  };
}

/** The part of an area that lies in the bitmap. */
export function clip(area: Area, { width, height }: Bitmap): Area {
  return {
    left: Math.max(0, area.left),
    top: Math.max(0, area.top),
    right: Math.min(width, area.right),
    bottom: Math.min(height, area.bottom),
  };
}

/** The colour of the pixel under a point, or null outside. */
export function colourAt({ width, height, data }: Bitmap, { x, y }: Point): Colour | null {
  const [column, row] = [Math.floor(x), Math.floor(y)];
  if (column < 0 || row < 0 || column >= width || row >= height) {
    return null;
  }
  const at = (row * width + column) * 4;
  return [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
}

/** Three bytes a pixel, as the networks take a picture. */
export function toRgb({ width, height, data }: Bitmap): Uint8Array<ArrayBuffer> {
  const rgb = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; from < data.length; from += 4, to += 3) {
    rgb[to] = data[from] ?? 0;
    rgb[to + 1] = data[from + 1] ?? 0;
    rgb[to + 2] = data[from + 2] ?? 0;
  }
  return rgb;
}

/** The inverse of `toRgb`. */
export function fromRgb(width: number, height: number, rgb: Uint8Array): Bitmap {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let from = 0, to = 0; to < data.length; from += 3, to += 4) {
    data[to] = rgb[from] ?? 0;
    data[to + 1] = rgb[from + 1] ?? 0;
    data[to + 2] = rgb[from + 2] ?? 0;
    data[to + 3] = 255;
  }
  return { width, height, data };
}

/** "#1a2b3c", as colour inputs have it. */
export function toHex(colour: Colour): string {
  return `#${colour.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

/** The inverse of `toHex`. */
export function fromHex(hex: string): Colour {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

export function sameColour(a: Colour, b: Colour): boolean {
  return a.every((value, index) => value === b[index]);
}
