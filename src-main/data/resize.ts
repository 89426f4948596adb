/** Resizing exactly as the tutorial's `tf.image.resize(…, method=NEAREST_NEIGHBOR)`. */
import type { Picture } from './picture';

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
  const rows = nearestIndices(picture.height, side);
  const offsets = nearestIndices(columns.width, side).map((column) => (columns.left + column) * 3);
  let at = 0;
  for (const row of rows) {
    const start = row * picture.width * 3;
    for (const offset of offsets) {
      const from = start + offset;
      target[at] = picture.data[from] ?? 0;
      target[at + 1] = picture.data[from + 1] ?? 0;
      target[at + 2] = picture.data[from + 2] ?? 0;
      at += 3;
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
