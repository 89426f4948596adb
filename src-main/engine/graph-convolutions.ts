/**
 * The generator's convolutions as nodes of a graph with open batch, height and width, in two forms of the same values:
 * TensorFlow's own kernels, which every runtime of a graph has, and matrix products, at which a processor is faster where
 * pictures are small and channels many (`core/matrix-convolutions.ts` says how and why).
 */
import { kernelSize } from '../core/variables';
import { type as typeAttribute, type GraphBuilder } from '../graph/builder';
import { dataTypes, type Attribute, type Attributes, type GraphTensor, type Reference } from '../graph/types';

export interface GraphConvolutions {
  /** 4×4, stride 2, SAME. */
  readonly down: (builder: GraphBuilder, x: Reference, kernel: GraphTensor) => Reference;
  /** Transposed 4×4, stride 2, SAME. @param side of `x` at the training size */
  readonly up: (builder: GraphBuilder, x: Reference, kernel: GraphTensor, side: number) => Reference;
}

type NodeMaker = (op: string, inputs: readonly Reference[], attributes: Attributes) => Reference;

/** Adds nodes without working out their shapes, which are not known before the graph runs. */
export function nodeMaker(builder: GraphBuilder): NodeMaker {
  return (op, inputs, attributes) => ({ ref: builder.node(op, inputs, attributes) });
}

const float = typeAttribute(dataTypes.float32);
const int32 = typeAttribute(dataTypes.int32);
const taps = kernelSize ** 2;

/** Adding patches back costs memory traffic that grows with the picture; above this side the native kernel wins. */
const largestAddedUp = 8;

const convolution: Attributes = {
  T: float,
  strides: { kind: 'ints', value: [1, 2, 2, 1] },
  padding: { kind: 'string', value: 'SAME' },
  data_format: { kind: 'string', value: 'NHWC' },
  // The default, but TF.js insists on it.
  dilations: { kind: 'ints', value: [1, 1, 1, 1] },
};

export const plainGraphConvolutions: GraphConvolutions = {
  down: (builder, x, kernel) => nodeMaker(builder)('Conv2D', [x, kernel], convolution),
  up: (builder, x, kernel) => {
    const node = nodeMaker(builder);
    const outer = slice(builder, shapeOf(builder, x), { dtype: int32, from: [0], to: [3] });
    const doubled = node('Mul', [outer, builder.ints([1, 2, 2])], { T: int32 });
    const target = concat(builder, [doubled, builder.ints([channelsOf(kernel, 2)])], 0, int32);
    return node('Conv2DBackpropInput', [target, kernel, x], convolution);
  },
};

export const matrixGraphConvolutions: GraphConvolutions = {
  down: (builder, x, kernel) => {
    const [channels, out] = [channelsOf(kernel, 2), channelsOf(kernel, 3)];
    const shape = shapeOf(builder, x);
    const [batch, height, width] = [0, 1, 2].map((axis) => dimension(builder, shape, axis));
    const [rows, columns] = [half(builder, height), half(builder, width)];
    const padded = pad(builder, x, [1, 1], [1, 1]);
    const [blockRows, blockColumns] = [rows, columns].map((size) => plusOne(builder, size));
    const blocks = reshape(builder, padded, [batch, blockRows, 2, blockColumns, 2 * channels]);
    // A patch is 2×2 blocks of 2×2 pixels: block row, row in it, and pairs of columns, as a kernel's values lie.
    const pieces = [0, 1].flatMap((blockRow) =>
      [0, 1].flatMap((row) =>
        [0, 1].map((pair) =>
          slice(builder, blocks, {
            dtype: float,
            from: [0, blockRow, row, pair, 0],
            to: [null, blockRow === 0 ? -1 : null, row + 1, pair === 0 ? -1 : null, null],
            drop: [2],
          }),
        ),
      ),
    );
    const patches = reshape(builder, concat(builder, pieces, 3, float), [-1, taps * channels]);
    const matrix = reshape(builder, kernel, [taps * channels, out]);
    return reshape(builder, product(builder, patches, matrix, false), [batch, rows, columns, out]);
  },
  up: (builder, x, kernel, side) => {
    if (side > largestAddedUp) {
      return plainGraphConvolutions.up(builder, x, kernel, side);
    }
    const [out, channels] = [channelsOf(kernel, 2), channelsOf(kernel, 3)];
    const shape = shapeOf(builder, x);
    const [batch, height, width] = [0, 1, 2].map((axis) => dimension(builder, shape, axis));
    const pixels = reshape(builder, x, [-1, channels]);
    const patches = product(builder, pixels, reshape(builder, kernel, [taps * out, channels]), true);
    // Each patch is added to the place that it covers: 2×2 blocks of 2×2 pixels, a block further for each.
    const blocks = reshape(builder, patches, [-1, 2, 2, 2, 2 * out]);
    const shifted = [0, 1].flatMap((row) =>
      [0, 1].map((column) => {
        const to = [null, row + 1, null, column + 1, null];
        const block = slice(builder, blocks, { dtype: float, from: [0, row, 0, column, 0], to, drop: [1, 3] });
        const moved = reshape(builder, block, [batch, height, width, 4 * out]);
        return pad(builder, moved, [row, 1 - row], [column, 1 - column]);
      }),
    );
    const node = nodeMaker(builder);
    const sum = node('AddN', shifted, { N: { kind: 'int', value: shifted.length }, T: float });
    const [rows, columns] = [height, width].map((size) => plusOne(builder, size));
    const grouped = reshape(builder, sum, [batch, rows, columns, 2, 2 * out]);
    const interleaved = node('Transpose', [grouped, builder.ints([0, 1, 3, 2, 4])], { T: float, Tperm: int32 });
    const [doubleRows, doubleColumns] = [rows, columns].map((size) => twice(builder, size));
    const whole = reshape(builder, interleaved, [batch, doubleRows, doubleColumns, out]);
    return slice(builder, whole, { dtype: float, from: [0, 1, 1, 0], to: [null, -1, -1, null] });
  },
};

export function shapeOf(builder: GraphBuilder, x: Reference): Reference {
  return nodeMaker(builder)('Shape', [x], { T: float, out_type: int32 });
}

export function concat(builder: GraphBuilder, parts: readonly Reference[], axis: number, T: Attribute): Reference {
  const N = { kind: 'int', value: parts.length } as const;
  const position = builder.constant(dataTypes.int32, [], Int32Array.of(axis));
  return nodeMaker(builder)('ConcatV2', [...parts, position], { N, T, Tidx: int32 });
}

interface SliceOptions {
  readonly dtype: Attribute;
  readonly from: readonly number[];
  /** Null for the end; negative counts from there. */
  readonly to: readonly (number | null)[];
  /** Axes of one value that go. */
  readonly drop?: readonly number[];
}

function slice(builder: GraphBuilder, x: Reference, { dtype, from, to, drop = [] }: SliceOptions): Reference {
  const mask = (has: (axis: number) => boolean): Attribute => ({
    kind: 'int',
    value: from.reduce((bits, _, axis) => bits + (has(axis) ? 2 ** axis : 0), 0),
  });
  const bounds = [from, to.map((end) => end ?? 0), from.map(() => 1)].map((values) => builder.ints(values));
  return nodeMaker(builder)('StridedSlice', [x, ...bounds], {
    T: dtype,
    Index: int32,
    end_mask: mask((axis) => to[axis] === null),
    shrink_axis_mask: mask((axis) => drop.includes(axis)),
  });
}

/** One size of a shape, as a list of one. */
function dimension(builder: GraphBuilder, shape: Reference, axis: number): Reference {
  return slice(builder, shape, { dtype: int32, from: [axis], to: [axis + 1] });
}

function reshape(builder: GraphBuilder, x: Reference, sizes: readonly (Reference | number | undefined)[]): Reference {
  const known = sizes.every((size) => typeof size === 'number');
  const parts = sizes.map((size) => (typeof size === 'object' ? size : builder.ints([size ?? -1])));
  const shape = known ? builder.ints(sizes) : concat(builder, parts, 0, int32);
  return nodeMaker(builder)('Reshape', [x, shape], { T: float, Tshape: int32 });
}

function pad(
  builder: GraphBuilder,
  x: Reference,
  rows: readonly [number, number],
  columns: readonly [number, number],
): Reference {
  const paddings = builder.constant(dataTypes.int32, [4, 2], Int32Array.from([0, 0, ...rows, ...columns, 0, 0]));
  return nodeMaker(builder)('Pad', [x, paddings], { T: float, Tpaddings: int32 });
}

function product(builder: GraphBuilder, a: Reference, b: Reference, transposeB: boolean): Reference {
  const flags = {
    transpose_a: { kind: 'bool', value: false },
    transpose_b: { kind: 'bool', value: transposeB },
  } as const;
  return nodeMaker(builder)('MatMul', [a, b], { T: float, ...flags });
}

function half(builder: GraphBuilder, size: Reference | undefined): Reference {
  return nodeMaker(builder)('FloorDiv', [given(size), builder.ints([2])], { T: int32 });
}

function plusOne(builder: GraphBuilder, size: Reference | undefined): Reference {
  return nodeMaker(builder)('Add', [given(size), builder.ints([1])], { T: int32 });
}

function twice(builder: GraphBuilder, size: Reference | undefined): Reference {
  return nodeMaker(builder)('Mul', [given(size), builder.ints([2])], { T: int32 });
}

function given(size: Reference | undefined): Reference {
  if (size === undefined) {
    throw new Error('A picture has four dimensions.');
  }
  return size;
}

function channelsOf({ shape }: GraphTensor, axis: number): number {
  return shape[axis] ?? 0;
}
