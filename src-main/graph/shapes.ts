/**
 * Output shapes and types of TensorFlow operations, from their inputs. All shapes are static: a graph is traced for
 * one batch and image size.
 */
import { dataTypeOf, dataTypes, isNumeric, sizeOf, type DataTypeCode, type GraphTensor, type Shape } from './types';

export interface OutputSpec {
  readonly shape: Shape;
  readonly dtype: DataTypeCode;
}

/** Attribute values as TF.js's kernels give them. */
export type RawAttributes = Readonly<Record<string, unknown>>;

type ShapeFunction = (inputs: Operands, attributes: RawAttributes) => readonly OutputSpec[];

/**
 * Shapes and types of an operation's outputs.
 *
 * @throws Error that names the operation if it is unknown here or its inputs do not fit.
 */
export function inferShapes(
  op: string,
  inputs: readonly GraphTensor[],
  attributes: RawAttributes,
): readonly OutputSpec[] {
  const shapeFunction = shapeFunctions.get(op);
  if (shapeFunction === undefined) {
    throw new Error(`The TensorFlow operation ${op} has no shape function; add one to graph/shapes.ts.`);
  }
  try {
    return shapeFunction(new Operands(inputs), attributes);
  } catch (error) {
    const shapes = inputs.map(({ shape }) => `[${shape.join(', ')}]`).join(', ');
    throw new Error(`${op}(${shapes}): ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

/** Names of all operations that can be traced. */
export function supportedOperations(): readonly string[] {
  return [...shapeFunctions.keys()];
}

/** An operation's inputs, read with a check. */
class Operands {
  constructor(private readonly tensors: readonly GraphTensor[]) {}

  get all(): readonly GraphTensor[] {
    return this.tensors;
  }

  at(index: number): GraphTensor {
    const tensor = this.tensors.at(index);
    if (tensor === undefined) {
      throw new Error(`input ${String(index)} is missing`);
    }
    return tensor;
  }

  shape(index: number): Shape {
    return this.at(index).shape;
  }

  dtype(index: number): DataTypeCode {
    return this.at(index).dtype;
  }

  /** Values of an input that decides a shape, which therefore must be a constant. */
  constant(index: number): readonly number[] {
    const { value, ref } = this.at(index);
    if (value === undefined || !isNumeric(value)) {
      throw new Error(`${ref} decides a shape and must be a constant`);
    }
    return Array.from(value);
  }

  scalar(index: number): number {
    return get(this.constant(index), 0);
  }
}

const shapeFunctions = new Map<string, ShapeFunction>();

function define(names: string, shapeFunction: ShapeFunction): void {
  for (const name of names.split(' ')) {
    shapeFunctions.set(name, shapeFunction);
  }
}

const sameAsFirst: ShapeFunction = (inputs) => [{ shape: inputs.shape(0), dtype: inputs.dtype(0) }];

define(
  'Relu LeakyRelu Tanh Sigmoid Softplus Abs Sign Neg Exp Log Log1p Square Sqrt Rsqrt Reciprocal Floor Round OnesLike ' +
    'ZerosLike ReverseV2 ReluGrad LeakyReluGrad TanhGrad AddN',
  sameAsFirst,
);

define('Add Sub Mul RealDiv DivNoNan Maximum Minimum Pow SquaredDifference FloorDiv FloorMod', (inputs) => [
  { shape: broadcast(inputs.shape(0), inputs.shape(1)), dtype: inputs.dtype(0) },
]);

define('Greater GreaterEqual Less LessEqual Equal NotEqual LogicalAnd LogicalOr', (inputs) => [
  { shape: broadcast(inputs.shape(0), inputs.shape(1)), dtype: dataTypes.bool },
]);

define('LogicalNot IsNan IsInf IsFinite', (inputs) => [{ shape: inputs.shape(0), dtype: dataTypes.bool }]);

define('Cast', (inputs, attributes) => [{ shape: inputs.shape(0), dtype: dataTypeOf(number(attributes, 'DstT')) }]);

define('Sum Mean Max Min Prod All Any', (inputs, attributes) => {
  const shape = inputs.shape(0);
  const axes = inputs.constant(1).map((axis) => positive(axis, shape.length));
  const reduced =
    attributes.keep_dims === true
      ? shape.map((size, axis) => (axes.includes(axis) ? 1 : size))
      : shape.filter((_, axis) => !axes.includes(axis));
  return [{ shape: reduced, dtype: inputs.dtype(0) }];
});

const matrixProduct =
  (flagA: string, flagB: string): ShapeFunction =>
  (inputs, attributes) => {
    const [a, b] = [inputs.shape(0), inputs.shape(1)];
    const [rows, inner] = attributes[flagA] === true ? [get(a, -1), get(a, -2)] : [get(a, -2), get(a, -1)];
    const [other, columns] = attributes[flagB] === true ? [get(b, -1), get(b, -2)] : [get(b, -2), get(b, -1)];
    if (inner !== other) {
      throw new Error(`inner sizes ${String(inner)} and ${String(other)} differ`);
    }
    return [{ shape: [...broadcast(a.slice(0, -2), b.slice(0, -2)), rows, columns], dtype: inputs.dtype(0) }];
  };

define('MatMul', matrixProduct('transpose_a', 'transpose_b'));

define('BatchMatMulV2', matrixProduct('adj_x', 'adj_y'));

define('Conv2D', (inputs, attributes) => {
  const [batch, height, width, channels] = dimensions(inputs.shape(0));
  const [kernelHeight, kernelWidth, kernelChannels, out] = dimensions(inputs.shape(1));
  if (channels !== kernelChannels) {
    throw new Error(`the kernel has ${String(kernelChannels)} input channels`);
  }
  const [, strideY, strideX] = dimensions(numbers(attributes, 'strides'));
  const isSame = onlyOneOf(attributes, 'padding', ['SAME', 'VALID']) === 'SAME';
  onlyOneOf(attributes, 'data_format', ['NHWC']);
  if (numbers(attributes, 'dilations').some((dilation) => dilation !== 1)) {
    throw new Error('dilation is not supported');
  }
  const extent = (size: number, kernel: number, stride: number): number =>
    Math.ceil((isSame ? size : size - kernel + 1) / stride);
  const shape = [batch, extent(height, kernelHeight, strideY), extent(width, kernelWidth, strideX), out];
  return [{ shape, dtype: inputs.dtype(0) }];
});

define('Conv2DBackpropInput', (inputs) => [{ shape: inputs.constant(0), dtype: inputs.dtype(2) }]);

define('Conv2DBackpropFilter', (inputs) => [{ shape: inputs.constant(1), dtype: inputs.dtype(0) }]);

define('FusedBatchNormV3', (inputs) => {
  const channel = { shape: inputs.shape(1), dtype: dataTypes.float32 };
  const empty = { shape: [0], dtype: dataTypes.float32 };
  return [{ shape: inputs.shape(0), dtype: inputs.dtype(0) }, channel, channel, channel, channel, empty];
});

define('FusedBatchNormGradV3', (inputs) => {
  const channel = { shape: inputs.shape(2), dtype: dataTypes.float32 };
  const empty = { shape: [0], dtype: dataTypes.float32 };
  return [{ shape: inputs.shape(1), dtype: inputs.dtype(1) }, channel, channel, empty, empty];
});

define('Reshape', (inputs) => {
  const shape = [...inputs.constant(1)];
  const total = sizeOf(inputs.shape(0));
  const free = shape.indexOf(-1);
  if (free >= 0) {
    shape[free] = total / -sizeOf(shape);
  }
  if (sizeOf(shape) !== total) {
    throw new Error(`cannot become [${shape.join(', ')}]`);
  }
  return [{ shape, dtype: inputs.dtype(0) }];
});

define('Transpose', (inputs) => [
  { shape: inputs.constant(1).map((axis) => get(inputs.shape(0), axis)), dtype: inputs.dtype(0) },
]);

define('ConcatV2', (inputs) => {
  const parts = inputs.all.slice(0, -1);
  const shape = [...inputs.shape(0)];
  const axis = positive(inputs.scalar(-1), shape.length);
  shape[axis] = parts.reduce((sum, part) => sum + get(part.shape, axis), 0);
  return [{ shape, dtype: inputs.dtype(0) }];
});

define('SplitV', (inputs) => {
  const shape = inputs.shape(0);
  const split = positive(inputs.scalar(2), shape.length);
  return inputs.constant(1).map((size) => ({
    shape: shape.map((whole, axis) => (axis === split ? size : whole)),
    dtype: inputs.dtype(0),
  }));
});

define('Pack', (inputs, attributes) => {
  const shape = [...inputs.shape(0)];
  shape.splice(positive(number(attributes, 'axis'), shape.length + 1), 0, inputs.all.length);
  return [{ shape, dtype: inputs.dtype(0) }];
});

define('Slice', (inputs) => {
  const sizes = inputs.constant(2);
  const hasFreeSize = sizes.includes(-1);
  const begin = hasFreeSize ? inputs.constant(1) : [];
  const shape = sizes.map((size, axis) => (size < 0 ? get(inputs.shape(0), axis) - get(begin, axis) : size));
  return [{ shape, dtype: inputs.dtype(0) }];
});

define('PadV2', (inputs) => {
  const padding = inputs.constant(1);
  const shape = inputs.shape(0).map((size, axis) => size + get(padding, 2 * axis) + get(padding, 2 * axis + 1));
  return [{ shape, dtype: inputs.dtype(0) }];
});

define('Tile', (inputs) => {
  const multiples = inputs.constant(1);
  return [{ shape: inputs.shape(0).map((size, axis) => size * get(multiples, axis)), dtype: inputs.dtype(0) }];
});

define('Fill', (inputs) => [{ shape: inputs.constant(0), dtype: inputs.dtype(1) }]);

define('SelectV2', (inputs) => {
  const branches = broadcast(inputs.shape(1), inputs.shape(2));
  return [{ shape: broadcast(inputs.shape(0), branches), dtype: inputs.dtype(1) }];
});

define('Select', (inputs) => [{ shape: inputs.shape(1), dtype: inputs.dtype(1) }]);

define('GatherV2', (inputs) => {
  const shape = inputs.shape(0);
  const axis = positive(inputs.scalar(2), shape.length);
  return [{ shape: [...shape.slice(0, axis), ...inputs.shape(1), ...shape.slice(axis + 1)], dtype: inputs.dtype(0) }];
});

define('StatelessRandomUniform StatelessRandomNormal', (inputs) => [
  { shape: inputs.constant(0), dtype: dataTypes.float32 },
]);

define('ResizeNearestNeighbor', (inputs) => {
  const [batch, , , channels] = dimensions(inputs.shape(0));
  return [{ shape: [batch, ...inputs.constant(1), channels], dtype: inputs.dtype(0) }];
});

/** NumPy's rule. */
function broadcast(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const sizeA = a[axis - rank + a.length] ?? 1;
    const sizeB = b[axis - rank + b.length] ?? 1;
    if (sizeA !== sizeB && sizeA !== 1 && sizeB !== 1) {
      throw new Error('the shapes do not broadcast');
    }
    return sizeA === 1 ? sizeB : sizeA;
  });
}

function positive(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}

function get(values: readonly number[], index: number): number {
  const value = values.at(index);
  if (value === undefined) {
    throw new Error(`there is no dimension ${String(index)}`);
  }
  return value;
}

function dimensions(shape: readonly number[]): readonly [number, number, number, number] {
  const [a, b, c, d, ...more] = shape;
  if (a === undefined || b === undefined || c === undefined || d === undefined || more.length > 0) {
    throw new Error('four dimensions are needed');
  }
  return [a, b, c, d];
}

function number(attributes: RawAttributes, name: string): number {
  const value = attributes[name];
  if (typeof value !== 'number') {
    throw new Error(`the attribute ${name} is not a number`);
  }
  return value;
}

function onlyOneOf(attributes: RawAttributes, name: string, supported: readonly string[]): string {
  const value = String(attributes[name]);
  if (!supported.includes(value)) {
    throw new Error(`${name} ${value} is not supported, only ${supported.join(' and ')}`);
  }
  return value;
}

function numbers(attributes: RawAttributes, name: string): readonly number[] {
  const value = attributes[name];
  if (!Array.isArray(value) || !value.every((item): item is number => typeof item === 'number')) {
    throw new Error(`the attribute ${name} is not a list of numbers`);
  }
  return value;
}
