/**
 * Edges by Canny (1986): blur, gradient, thinning to the ridge, and of weak edges only those that hang on a strong one.
 * Black lines on white, as the paper's edges → photo sets have them.
 */
import { blurPlane } from './gaussian-blur';
import { luma } from './luma';
import type { Picture } from './picture';

const sigma = 1.4;
/** Of |dx| + |dy| by Sobel's operator, which is up to 2,040. */
const weakThreshold = 50;
const strongThreshold = 120;
/** Below this slope a gradient counts as level, above its inverse as steep: tan 22.5°. */
const levelSlope = Math.SQRT2 - 1;

interface Gradient {
  readonly x: Int32Array;
  readonly y: Int32Array;
  /** |x| + |y|. */
  readonly strength: Int32Array;
}

export function cannyEdges(picture: Picture): Picture {
  const { width, height } = picture;
  const brightness = blurPlane(luma(picture), { width, height, channels: 1 }, sigma);
  const gradient = sobel(Uint8Array.from(brightness, Math.round), width, height);
  const edges = connect(thin(gradient, width, height), gradient.strength, width, height);
  const data = Uint8Array.from({ length: width * height * 3 }, (_, index) =>
    edges[Math.floor(index / 3)] === 1 ? 0 : 255,
  );
  return { width, height, data };
}

/** Sobel's operator, 3×3; beyond the edge of the picture lies its edge. */
function sobel(values: Uint8Array, width: number, height: number): Gradient {
  const length = width * height;
  const gradient = { x: new Int32Array(length), y: new Int32Array(length), strength: new Int32Array(length) };
  for (let row = 0; row < height; row++) {
    const [above, below] = [Math.max(0, row - 1) * width, Math.min(height - 1, row + 1) * width];
    for (let column = 0; column < width; column++) {
      const [left, right] = [Math.max(0, column - 1), Math.min(width - 1, column + 1)];
      const at = (start: number, position: number): number => values[start + position] ?? 0;
      const here = row * width;
      const x =
        at(above, right) -
        at(above, left) +
        2 * (at(here, right) - at(here, left)) +
        at(below, right) -
        at(below, left);
      const y =
        at(below, left) -
        at(above, left) +
        2 * (at(below, column) - at(above, column)) +
        at(below, right) -
        at(above, right);
      gradient.x[here + column] = x;
      gradient.y[here + column] = y;
      gradient.strength[here + column] = Math.abs(x) + Math.abs(y);
    }
  }
  return gradient;
}

/** 1 where the gradient is weak or strong and the largest across the edge; of two equal ones the first. */
function thin({ x, y, strength }: Gradient, width: number, height: number): Uint8Array {
  const ridge = new Uint8Array(width * height);
  const strengthAt = (row: number, column: number): number =>
    row < 0 || row >= height || column < 0 || column >= width ? 0 : (strength[row * width + column] ?? 0);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const at = row * width + column;
      const here = strength[at] ?? 0;
      const [dx, dy] = [x[at] ?? 0, y[at] ?? 0];
      const [stepRow, stepColumn] = directionOf(dx, dy);
      const before = strengthAt(row - stepRow, column - stepColumn);
      const after = strengthAt(row + stepRow, column + stepColumn);
      const isDiagonal = stepRow !== 0 && stepColumn !== 0;
      ridge[at] = Number(here > weakThreshold && here > before && (isDiagonal ? here > after : here >= after));
    }
  }
  return ridge;
}

/** The neighbour across the edge, as [rows, columns]: level, steep or one of the diagonals. */
function directionOf(dx: number, dy: number): readonly [number, number] {
  const [across, down] = [Math.abs(dx), Math.abs(dy)];
  if (down < across * levelSlope) {
    return [0, 1];
  }
  if (down > across / levelSlope) {
    return [1, 0];
  }
  return [1, dx < 0 === dy < 0 ? 1 : -1];
}

/** Keeps what is strong, and what is connected to it over the eight neighbours. */
function connect(ridge: Uint8Array, strength: Int32Array, width: number, height: number): Uint8Array {
  const kept = new Uint8Array(width * height);
  const open: number[] = [];
  const keep = (at: number): void => {
    if (ridge[at] === 1 && kept[at] === 0) {
      kept[at] = 1;
      open.push(at);
    }
  };
  strength.forEach((value, at) => {
    if (value > strongThreshold) {
      keep(at);
    }
  });
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const [row, column] = [Math.floor(at / width), at % width];
    for (let y = Math.max(0, row - 1); y <= Math.min(height - 1, row + 1); y++) {
      for (let x = Math.max(0, column - 1); x <= Math.min(width - 1, column + 1); x++) {
        keep(y * width + x);
      }
    }
  }
  return kept;
}
