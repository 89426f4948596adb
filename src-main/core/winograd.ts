/**
 * A 4×4 convolution of stride 1 by Winograd's minimal filtering F(3×3, 4×4): tiles of 3×3 values from 36 products where
 * patches take 144 (Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", 2016). Tile and kernel are
 * evaluated as polynomials at six points in each direction, multiplied there, and interpolated back; each of the steps
 * is a product with a constant matrix, and each gradient is a product with its transpose.
 */
import * as tf from '@tensorflow/tfjs-core';
import { matrixProduct, withGradient } from './operations';
import { kernelSize } from './variables';

/** Values of a tile in each direction. A piece of the input is two tiles wide, since 3 + 4 − 1 = 2 · 3. */
const tileSize = 3;
const pieceSize = 2 * tileSize;

/**
 * With the point at infinity, the six. Of the sets tried these gave the least rounding error, 9e-7 relative to float64
 * (0, ±1, ±2: 1.7e-6).
 */
const points = [0, 0.75, -0.75, 1.5, -1.5] as const;

type Matrix = readonly (readonly number[])[];

/** [6, 4]: a polynomial of four coefficients at the points, divided by what interpolation divides by. */
const evaluateKernel: Matrix = [
  ...points.map((point, index) => {
    const others = points.filter((_, other) => other !== index);
    const divisor = others.reduce((product, other) => product * (point - other), 1);
    return [0, 1, 2, 3].map((power) => point ** power / divisor);
  }),
  [0, 0, 0, 1],
];

/** [6, 6]: the transpose of interpolation, which for a convolution is what the input goes through. */
const evaluateInput: Matrix = [
  ...points.map((_, index) => [...polynomial(points.filter((_, other) => other !== index)), 0]),
  polynomial(points),
];

/** [3, 6]: the transpose of evaluation of three coefficients. */
const interpolateOutput: Matrix = [0, 1, 2].map((power) => [
  ...points.map((point) => point ** power),
  power === tileSize - 1 ? 1 : 0,
]);

/**
 * Gives what `winogradConvolution` takes for a kernel. It costs as much as a small convolution, so that kernels that are
 * used more than once in a step are transformed once.
 *
 * @param kernel [4, 4, in, out]
 * @returns [36, in, out]
 */
export function transformKernel(kernel: tf.Tensor4D): tf.Tensor3D {
  const [, , channels, out] = kernel.shape;
  return withGradient(
    [kernel],
    () => {
      const taps = tf.reshape(kernel, [kernelSize ** 2, channels * out]);
      const value: tf.Tensor3D = tf.reshape(matrixProduct(inBothDirections(evaluateKernel), taps), [-1, channels, out]);
      return { value, saved: [] };
    },
    (dy) => {
      const rows = tf.reshape(dy, [pieceSize ** 2, channels * out]);
      const taps = matrixProduct(inBothDirections(evaluateKernel), rows, { transposeA: true });
      return [tf.reshape(taps, kernel.shape)];
    },
  );
}

/**
 * Stride 1, VALID.
 *
 * @param x [batch, height, width, in]
 * @param transformed [36, in, out], of `transformKernel`
 * @returns [batch, height − 3, width − 3, out]
 */
export function winogradConvolution(x: tf.Tensor4D, transformed: tf.Tensor3D): tf.Tensor4D {
  const [batch, height, width, channels] = x.shape;
  const out = transformed.shape[2];
  const grid: Grid = {
    batch,
    rows: Math.ceil((height - kernelSize + 1) / tileSize),
    columns: Math.ceil((width - kernelSize + 1) / tileSize),
  };
  return withGradient(
    [x, transformed],
    () => {
      const evaluated = evaluatePieces(x, grid);
      const products: tf.Tensor3D = tf.matMul(evaluated, transformed);
      const value = interpolate(products, grid, [batch, height - kernelSize + 1, width - kernelSize + 1, out]);
      return { value, saved: [evaluated, transformed] };
    },
    (dy, [evaluated, transformed]) => {
      const products = interpolateTransposed(dy as tf.Tensor4D, grid);
      const dx = evaluatePiecesTransposed(tf.matMul(products, transformed as tf.Tensor3D, false, true), grid, [
        batch,
        height,
        width,
        channels,
      ]);
      return [dx, tf.matMul(evaluated as tf.Tensor3D, products, true, false)];
    },
  );
}

/** Tiles of a convolution's result. */
interface Grid {
  readonly batch: number;
  readonly rows: number;
  readonly columns: number;
}

type PictureShape = readonly [batch: number, height: number, width: number, channels: number];

/** Every 6×6 piece of the input, one for each tile, at the points: [36, tiles, channels]. */
function evaluatePieces(x: tf.Tensor4D, grid: Grid): tf.Tensor3D {
  const [batch, height, width, channels] = x.shape;
  const [paddedHeight, paddedWidth] = [(grid.rows + 1) * tileSize, (grid.columns + 1) * tileSize];
  const padded = tf.pad4d(x, [
    [0, 0],
    [0, paddedHeight - height],
    [0, paddedWidth - width],
    [0, 0],
  ]);
  const indices: number[] = [];
  for (let row = 0; row < pieceSize; row++) {
    for (let column = 0; column < pieceSize; column++) {
      for (let image = 0; image < batch; image++) {
        for (let tileRow = 0; tileRow < grid.rows; tileRow++) {
          for (let tileColumn = 0; tileColumn < grid.columns; tileColumn++) {
            const line = image * paddedHeight + tileRow * tileSize + row;
            indices.push(line * paddedWidth + tileColumn * tileSize + column);
          }
        }
      }
    }
  }
  const pixels = tf.reshape(padded, [batch * paddedHeight * paddedWidth, channels]);
  const pieces = tf.reshape(tf.gather(pixels, tf.tensor1d(indices, 'int32')), [pieceSize ** 2, -1]);
  return tf.reshape(matrixProduct(inBothDirections(evaluateInput), pieces), [pieceSize ** 2, -1, channels]);
}

/** The transpose of `evaluatePieces`: adds every piece to the place it was taken from. */
function evaluatePiecesTransposed(
  evaluated: tf.Tensor3D,
  { batch, rows, columns }: Grid,
  [, height, width, channels]: PictureShape,
): tf.Tensor4D {
  const flat = tf.reshape(evaluated, [pieceSize ** 2, -1]);
  const pieces = matrixProduct(inBothDirections(evaluateInput), flat, { transposeA: true });
  // A piece lies over 2×2 tiles: [tile row, row in it, tile column, column in it, image · rows · columns · channels].
  const blocks: tf.Tensor5D = tf.reshape(pieces, [2, tileSize, 2, tileSize, -1]);
  const shifted = [0, 1].flatMap((blockRow) =>
    [0, 1].map((blockColumn) => {
      const block = tf.slice(blocks, [blockRow, 0, blockColumn, 0, 0], [1, tileSize, 1, tileSize, -1]);
      const tiles: tf.Tensor4D = tf.reshape(block, [tileSize ** 2 * batch, rows, columns, channels]);
      return tf.pad4d(tiles, [
        [0, 0],
        [blockRow, 1 - blockRow],
        [blockColumn, 1 - blockColumn],
        [0, 0],
      ]);
    }),
  );
  return joinTiles(tf.addN(shifted), { batch, rows: rows + 1, columns: columns + 1 }, [batch, height, width, channels]);
}

/** From the products at the points, [36, tiles, channels], the values: the tiles joined and cut to the result's size. */
function interpolate(products: tf.Tensor3D, grid: Grid, shape: PictureShape): tf.Tensor4D {
  const flat = tf.reshape(products, [pieceSize ** 2, -1]);
  return joinTiles(matrixProduct(inBothDirections(interpolateOutput), flat), grid, shape);
}

/** The transpose of `interpolate`: [36, tiles, channels]. */
function interpolateTransposed(dy: tf.Tensor4D, grid: Grid): tf.Tensor3D {
  const channels = dy.shape[3];
  const values = matrixProduct(inBothDirections(interpolateOutput), splitTiles(dy, grid), {
    transposeA: true,
  });
  return tf.reshape(values, [pieceSize ** 2, -1, channels]);
}

/** From the nine values of every tile, [9, image · rows · columns · channels] in any shape, the picture. */
function joinTiles(tiles: tf.Tensor, { batch, rows, columns }: Grid, shape: PictureShape): tf.Tensor4D {
  const separate = tf.reshape(tiles, [tileSize, tileSize, batch, rows, columns, shape[3]]);
  const joined = tf.transpose(separate, [2, 3, 0, 4, 1, 5]);
  const padded: tf.Tensor4D = tf.reshape(joined, [batch, rows * tileSize, columns * tileSize, shape[3]]);
  return tf.slice4d(padded, [0, 0, 0, 0], [...shape]);
}

/** The transpose of `joinTiles`: [9, image · rows · columns · channels]. */
function splitTiles(picture: tf.Tensor4D, { batch, rows, columns }: Grid): tf.Tensor2D {
  const [, height, width, channels] = picture.shape;
  const padded = tf.pad4d(picture, [
    [0, 0],
    [0, rows * tileSize - height],
    [0, columns * tileSize - width],
    [0, 0],
  ]);
  const separate = tf.reshape(padded, [batch, rows, tileSize, columns, tileSize, channels]);
  return tf.reshape(tf.transpose(separate, [2, 4, 0, 1, 3, 5]), [tileSize ** 2, -1]);
}

/** A matrix applied to both directions of a square at once: its Kronecker product with itself. */
function inBothDirections(matrix: Matrix): tf.Tensor2D {
  return tf.tensor2d(matrix.flatMap((a) => matrix.map((b) => a.flatMap((left) => b.map((right) => left * right)))));
}

/** Coefficients of the product of (x − root), the constant one first. */
function polynomial(roots: readonly number[]): number[] {
  return roots.reduce<number[]>(
    (product, root) => [0, ...product].map((shifted, power) => shifted - root * (product[power] ?? 0)),
    [1],
  );
}
