/**
 * Convolutions as matrix products: the 4×4 patches under the kernel as rows of a matrix, and the way back. A processor
 * multiplies large matrices at more than twice the rate of its convolution kernels.
 */
import * as tf from '@tensorflow/tfjs-core';
import { kernelSize } from './variables';

const taps = kernelSize * kernelSize;

/**
 * Patches of a convolution with stride 2 and padding SAME. Neighbouring columns are gathered in pairs, which halves the
 * number of pieces to copy.
 *
 * @param x [batch, height, width, channels], height and width even
 * @returns [batch · height/2 · width/2, 16 · channels], a patch's values in the order of a kernel's
 */
export function strideTwoPatches(x: tf.Tensor4D): tf.Tensor2D {
  const [batch, height, width, channels] = x.shape;
  const [rows, columns] = [height / 2, width / 2];
  const padded = tf.pad4d(x, [
    [0, 0],
    [1, 1],
    [1, 1],
    [0, 0],
  ]);
  const columnPairs = tf.reshape(padded, [batch * (height + 2) * (columns + 1), 2 * channels]);
  const indices = pieceIndices({
    batch,
    rows,
    columns,
    piecesAcross: kernelSize / 2,
    at: (image, row, column, tapRow, pair) => (image * (height + 2) + 2 * row + tapRow) * (columns + 1) + column + pair,
  });
  return tf.reshape(tf.gather(columnPairs, indices), [batch * rows * columns, taps * channels]);
}

/**
 * The transpose of `strideTwoPatches`: adds every patch to the place it was taken from.
 *
 * @param patches [batch · rows · columns, 16 · channels]
 * @returns [batch, 2 · rows, 2 · columns, channels]
 */
export function addPatches(
  patches: tf.Tensor2D,
  [batch, rows, columns, channels]: readonly [number, number, number, number],
): tf.Tensor4D {
  if (rows === 1 && columns === 1) {
    // Of the single patch only the middle lies inside.
    const whole: tf.Tensor4D = tf.reshape(patches, [batch, kernelSize, kernelSize, channels]);
    return tf.slice4d(whole, [0, 1, 1, 0], [batch, 2, 2, channels]);
  }
  // A patch reaches over 2×2 blocks of 2×2 pixels: [patch, block row, row in it, block column, column in it · channels].
  const blocks = tf.reshape(patches, [batch * rows * columns, 2, 2, 2, 2 * channels]);
  const shifted = [0, 1].flatMap((blockRow) =>
    [0, 1].map((blockColumn) => {
      const block: tf.Tensor = tf.slice(blocks, [0, blockRow, 0, blockColumn, 0], [-1, 1, 2, 1, 2 * channels]);
      const moved: tf.Tensor4D = tf.reshape(block, [batch, rows, columns, 4 * channels]);
      return tf.pad4d(moved, [
        [0, 0],
        [blockRow, 1 - blockRow],
        [blockColumn, 1 - blockColumn],
        [0, 0],
      ]);
    }),
  );
  const sum = tf.reshape(tf.addN(shifted), [batch, rows + 1, columns + 1, 2, 2 * channels]);
  const interleaved = tf.transpose(sum, [0, 1, 3, 2, 4]);
  const padded: tf.Tensor4D = tf.reshape(interleaved, [batch, 2 * rows + 2, 2 * columns + 2, channels]);
  return tf.slice4d(padded, [0, 1, 1, 0], [batch, 2 * rows, 2 * columns, channels]);
}

interface Pieces {
  readonly batch: number;
  readonly rows: number;
  readonly columns: number;
  /** Pieces that make one row of a patch. */
  readonly piecesAcross: number;
  /** Where a piece lies in the source. */
  readonly at: (image: number, row: number, column: number, tapRow: number, piece: number) => number;
}

function pieceIndices({ batch, rows, columns, piecesAcross, at }: Pieces): tf.Tensor1D {
  const indices = new Int32Array(batch * rows * columns * kernelSize * piecesAcross);
  let next = 0;
  for (let image = 0; image < batch; image++) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        for (let tapRow = 0; tapRow < kernelSize; tapRow++) {
          for (let piece = 0; piece < piecesAcross; piece++) {
            indices[next] = at(image, row, column, tapRow, piece);
            next += 1;
          }
        }
      }
    }
  }
  return tf.tensor1d(indices, 'int32');
}
