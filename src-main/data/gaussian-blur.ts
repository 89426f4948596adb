import type { Picture } from './picture';

/** Beyond this many standard deviations the weights are too small to change a byte. */
const reach = 3;

/** Weights of the distances −radius … radius; their sum is 1. */
export function gaussianWeights(sigma: number): Float64Array {
  const radius = Math.max(1, Math.ceil(reach * sigma));
  const weights = Float64Array.from({ length: 2 * radius + 1 }, (_, index) =>
    Math.exp(-((index - radius) ** 2) / (2 * sigma ** 2)),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/**
 * Blurs by a Gaussian; what lies beyond the edge is the edge's own colour. Rounded once, at the end.
 *
 * @param sigma standard deviation in pixels
 */
export function gaussianBlur({ width, height, data }: Picture, sigma: number): Picture {
  const values = blurPlane(data, { width, height, channels: 3 }, sigma);
  return { width, height, data: Uint8Array.from(values, Math.round) };
}

export interface PlaneShape {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
}

/** The blurred values, not rounded: [height, width, channels]. */
export function blurPlane(data: Uint8Array, shape: PlaneShape, sigma: number): Float64Array {
  const { width, height, channels } = shape;
  const weights = gaussianWeights(sigma);
  const across = blurLines(data, weights, { lines: height, length: width, inner: channels });
  return blurLines(across, weights, { lines: 1, length: height, inner: width * channels });
}

/** Along the middle axis of [lines, length, inner]. */
function blurLines(
  data: Uint8Array | Float64Array,
  weights: Float64Array,
  { lines, length, inner }: { readonly lines: number; readonly length: number; readonly inner: number },
): Float64Array {
  const radius = (weights.length - 1) / 2;
  const result = new Float64Array(data.length);
  for (let line = 0; line < lines; line++) {
    const start = line * length * inner;
    for (let position = 0; position < length; position++) {
      for (let offset = -radius; offset <= radius; offset++) {
        const from = start + Math.min(length - 1, Math.max(0, position + offset)) * inner;
        const to = start + position * inner;
        const weight = weights[offset + radius] ?? 0;
        for (let index = 0; index < inner; index++) {
          result[to + index] = (result[to + index] ?? 0) + (data[from + index] ?? 0) * weight;
        }
      }
    }
  }
  return result;
}
