/** Resizing in a browser exactly as the tutorial's `tf.image.resize(…, method=NEAREST_NEIGHBOR)`. */
import type { Picture } from '../../src-main/data/picture';
import type { Region } from '../../src-main/data/region';

/** A region, resized by nearest neighbour with half-pixel centres, like TensorFlow's kernel ResizeNearestNeighbor. */
export function resizeNearest(picture: Picture, region: Region, width: number, height: number): Picture {
  const { data } = picture;
  const target = new Uint8Array(width * height * 3);
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
  return { width, height, data: target };
}

/** For every output position the input position that it copies; float32 throughout, because the kernel rounds so. */
export function nearestIndices(inputSize: number, outputSize: number): Int32Array {
  const scale = Math.fround(inputSize / outputSize);
  return Int32Array.from({ length: outputSize }, (_, index) =>
    Math.min(Math.floor(Math.fround((index + 0.5) * scale)), inputSize - 1),
  );
}
