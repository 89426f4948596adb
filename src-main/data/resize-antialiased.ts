/**
 * Resizing for transforms: bicubic with antialiasing. The same bytes as Pillow's `Image.resize(…, BICUBIC)`.
 */
import type { Picture } from './picture';
import type { Region } from './region';

/** Weights are whole multiples of 2^-22: sums are exact, the same on every machine, and fit 32 bits. */
const fractionBits = 22;
const one = 2 ** fractionBits;
const half = 2 ** (fractionBits - 1);
const filterRadius = 2;

/** For each output position the first input position that counts, and the weights from there on. */
interface Weights {
  readonly first: Int32Array;
  readonly counts: Int32Array;
  /** `stride` for each output position. */
  readonly values: Int32Array;
  readonly stride: number;
}

/** The region, resized: rows first, then columns, rounded to bytes in between. */
export function resizeAntialiased(picture: Picture, region: Region, width: number, height: number): Picture {
  const narrow = resizeRows(picture, region, weightsOf(region.width, width));
  return resizeColumns(narrow, weightsOf(region.height, height));
}

/** Keys' cubic with a = −0.5; it is 1 at 0, and 0 at the other whole numbers. */
export function cubic(distance: number): number {
  const x = Math.abs(distance);
  if (x < 1) {
    return (1.5 * x - 2.5) * x * x + 1;
  }
  return x < filterRadius ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
}

/** Where the output is smaller the filter is as much wider, and so averages over all of the input. */
function weightsOf(inputSize: number, outputSize: number): Weights {
  const scale = inputSize / outputSize;
  const widening = Math.max(scale, 1);
  const support = filterRadius * widening;
  const stride = Math.ceil(support) * 2 + 1;
  const weights = {
    first: new Int32Array(outputSize),
    counts: new Int32Array(outputSize),
    values: new Int32Array(outputSize * stride),
    stride,
  };
  for (let position = 0; position < outputSize; position++) {
    const centre = (position + 0.5) * scale;
    const from = Math.max(0, Math.trunc(centre - support + 0.5));
    const to = Math.min(inputSize, Math.trunc(centre + support + 0.5));
    const raw = Array.from({ length: to - from }, (_, index) => cubic((index + from - centre + 0.5) * (1 / widening)));
    const sum = raw.reduce((total, value) => total + value, 0);
    weights.first[position] = from;
    weights.counts[position] = to - from;
    raw.forEach((value, index) => {
      weights.values[position * stride + index] = roundHalfAway((value / sum) * one);
    });
  }
  return weights;
}

function roundHalfAway(value: number): number {
  return Math.trunc(value + Math.sign(value) * 0.5);
}

/** [region.height, width, 3] from the region's columns. */
function resizeRows({ width: fullWidth, data }: Picture, region: Region, weights: Weights): Picture {
  const width = weights.first.length;
  const { height } = region;
  const result = new Uint8ClampedArray(width * height * 3);
  const { values, stride } = weights;
  let at = 0;
  for (let row = 0; row < height; row++) {
    const start = ((region.top + row) * fullWidth + region.left) * 3;
    for (let column = 0; column < width; column++) {
      const count = weights.counts[column] ?? 0;
      const from = start + (weights.first[column] ?? 0) * 3;
      const weight = column * stride;
      let red = half;
      let green = half;
      let blue = half;
      for (let index = 0, pixel = from; index < count; index++, pixel += 3) {
        const factor = values[weight + index] ?? 0;
        red = (red + Math.imul(data[pixel] ?? 0, factor)) | 0;
        green = (green + Math.imul(data[pixel + 1] ?? 0, factor)) | 0;
        blue = (blue + Math.imul(data[pixel + 2] ?? 0, factor)) | 0;
      }
      result[at] = red >> fractionBits;
      result[at + 1] = green >> fractionBits;
      result[at + 2] = blue >> fractionBits;
      at += 3;
    }
  }
  return { width, height, data: new Uint8Array(result.buffer) };
}

/** [height, picture.width, 3]. */
function resizeColumns({ width, data }: Picture, weights: Weights): Picture {
  const height = weights.first.length;
  const length = width * 3;
  const result = new Uint8ClampedArray(length * height);
  const sums = new Int32Array(length);
  for (let row = 0; row < height; row++) {
    sums.fill(half);
    for (let index = 0; index < (weights.counts[row] ?? 0); index++) {
      const factor = weights.values[row * weights.stride + index] ?? 0;
      const start = ((weights.first[row] ?? 0) + index) * length;
      for (let position = 0; position < length; position++) {
        sums[position] = (sums[position] ?? 0) + Math.imul(data[start + position] ?? 0, factor);
      }
    }
    for (let position = 0; position < length; position++) {
      result[row * length + position] = (sums[position] ?? 0) >> fractionBits;
    }
  }
  return { width, height, data: new Uint8Array(result.buffer) };
}
