/** Keys' bicubic filter, as wide as needed against aliasing: what the program itself makes of photographs. */
import type { Picture } from '../../src-main/data/picture';
import type { Region } from '../../src-main/data/region';
import { cubic } from '../../src-main/data/resize-antialiased';

const radius = 2;

/** Of one position of the output: the first position of the input that counts, and the weights from there on. */
interface Span {
  readonly first: number;
  readonly weights: readonly number[];
}

/** A part of a picture, `width`×`height`; rounded once, at the end, to within a byte of the program's. */
export function resizeSmooth(picture: Picture, from: Region, width: number, height: number): Picture {
  const rows = spansOf(from.height, height);
  const columns = spansOf(from.width, width);
  const data = new Uint8ClampedArray(width * height * 3);
  const lineLength = from.width * 3;
  const line = new Float64Array(lineLength);
  rows.forEach(({ first, weights }, row) => {
    line.fill(0);
    weights.forEach((weight, index) => {
      const start = ((from.top + first + index) * picture.width + from.left) * 3;
      for (let at = 0; at < lineLength; at++) {
        line[at] = (line[at] ?? 0) + weight * (picture.data[start + at] ?? 0);
      }
    });
    columns.forEach((column, position) => {
      for (let channel = 0; channel < 3; channel++) {
        const start = column.first * 3 + channel;
        data[(row * width + position) * 3 + channel] = column.weights.reduce(
          (sum, weight, index) => sum + weight * (line[start + index * 3] ?? 0),
          0,
        );
      }
    });
  });
  return { width, height, data: new Uint8Array(data.buffer) };
}

function spansOf(inputSize: number, outputSize: number): readonly Span[] {
  const scale = inputSize / outputSize;
  const widening = Math.max(scale, 1);
  return Array.from({ length: outputSize }, (_, position) => {
    const centre = (position + 0.5) * scale - 0.5;
    const first = Math.max(0, Math.ceil(centre - radius * widening));
    const last = Math.min(inputSize - 1, Math.floor(centre + radius * widening));
    const raw = Array.from({ length: last - first + 1 }, (__, index) => cubic((first + index - centre) / widening));
    const sum = raw.reduce((total, weight) => total + weight, 0);
    return { first, weights: raw.map((weight) => weight / sum) };
  });
}
