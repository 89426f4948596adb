/** Resizing exactly as the tutorial's `tf.image.resize(…, method=NEAREST_NEIGHBOR)`. */
import type { Picture } from './picture';
import type { Region } from './region';

/** Columns of a picture, over its whole height. */
export interface Columns {
  readonly left: number;
  readonly width: number;
}

/** The left and the right half of a side-by-side picture. */
export function halves(picture: Picture): Readonly<Record<'left' | 'right', Columns>> {
  const width = Math.floor(picture.width / 2);
  return { left: { left: 0, width }, right: { left: width, width } };
}

/**
 * Resizes the given columns to a square of `side` pixels into `target` (side·side·3 bytes).
 *
 * Nearest neighbour with half-pixel centres, like TensorFlow's kernel ResizeNearestNeighbor.
 */
export function resizeNearest(picture: Picture, columns: Columns, side: number, target: Uint8Array): void {
  resizeRegionNearest(picture, { top: 0, height: picture.height, ...columns }, side, side, target);
}

/** Resizes a region into `target` (height·width·3 bytes), as `resizeNearest`. */
export function resizeRegionNearest(
  picture: Picture,
  region: Region,
  width: number,
  height: number,
  target: Uint8Array,
): void {
  const { data } = picture;
  const rows = nearestIndices(region.height, height);
  const offsets = nearestIndices(region.width, width).map((column) => (region.left + column) * 3);
  const length = width * 3;
  let last = -1;
  for (let row = 0, at = 0; row < height; row++) {
    const source = rows[row] ?? 0;
    if (source === last) {
      target.copyWithin(at, at - length, at);
      at += length;
      continue;
    }
    last = source;
    const start = (region.top + source) * picture.width * 3;
    for (let column = 0; column < width; column++, at += 3) {
      const from = start + (offsets[column] ?? 0);
      target[at] = data[from] ?? 0;
      target[at + 1] = data[from + 1] ?? 0;
      target[at + 2] = data[from + 2] ?? 0;
    }
  }
}

/** For every output position the input position that it copies; float32 throughout, because the kernel rounds so. */
export function nearestIndices(inputSize: number, outputSize: number): Int32Array {
  const scale = Math.fround(inputSize / outputSize);
  return Int32Array.from({ length: outputSize }, (_, index) =>
    Math.min(Math.floor(Math.fround((index + 0.5) * scale)), inputSize - 1),
  );
}
