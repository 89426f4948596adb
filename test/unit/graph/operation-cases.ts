/** Small cases of every operation that can be traced, as TF.js or the project's kernels emit it. */
import * as tf from '@tensorflow/tfjs-core';
import type { NodeJSKernelBackend } from '@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend';
import { kernelNames } from '../../../src-main/core/kernels';
import { dynamicSlice, matrixProduct, select, statelessUniform } from '../../../src-main/core/operations';
import { booleans, bytes, floats, integers, type Input } from '../../support/tensors';

type Compute = (...inputs: tf.Tensor[]) => tf.Tensor | tf.Tensor[];

export interface OperationCase {
  readonly op: string;
  readonly inputs: readonly Input[];
  readonly compute: Compute;
}

const cases: OperationCase[] = [];

function add(op: string, inputs: readonly Input[], compute: Compute): void {
  cases.push({ op, inputs, compute });
}

/** At least one for each operation. */
export function operationCases(): readonly OperationCase[] {
  return cases;
}

const matrix = floats([2, 3]);
const positive = floats([2, 3], { low: 0.1, high: 3 });
const row = floats([3], { seed: 2 });
const strange: Input = { shape: [4], dtype: 'float32', values: Float32Array.of(1, Number.NaN, -Infinity, Infinity) };

const unary: Readonly<Record<string, (x: tf.Tensor) => tf.Tensor>> = {
  Relu: tf.relu,
  Tanh: tf.tanh,
  Sigmoid: tf.sigmoid,
  Softplus: tf.softplus,
  Abs: tf.abs,
  Sign: tf.sign,
  Neg: tf.neg,
  Exp: tf.exp,
  Square: tf.square,
  Floor: tf.floor,
  Round: tf.round,
  OnesLike: tf.onesLike,
  ZerosLike: tf.zerosLike,
};
for (const [op, compute] of Object.entries(unary)) {
  add(op, [matrix], (x) => compute(x));
}
add('LeakyRelu', [matrix], (x) => tf.leakyRelu(x, 0.3));

const ofPositive: Readonly<Record<string, (x: tf.Tensor) => tf.Tensor>> = {
  Log: tf.log,
  Log1p: tf.log1p,
  Sqrt: tf.sqrt,
  Rsqrt: tf.rsqrt,
  Reciprocal: tf.reciprocal,
};
for (const [op, compute] of Object.entries(ofPositive)) {
  add(op, [positive], (x) => compute(x));
}

const binary: Readonly<Record<string, (a: tf.Tensor, b: tf.Tensor) => tf.Tensor>> = {
  Add: tf.add,
  Sub: tf.sub,
  Mul: tf.mul,
  RealDiv: tf.div,
  DivNoNan: (a, b) => tf.engine().runKernel<tf.Tensor>(kernelNames.quotient, { a, b }),
  Maximum: tf.maximum,
  Minimum: tf.minimum,
  SquaredDifference: tf.squaredDifference,
  FloorDiv: tf.floorDiv,
  FloorMod: tf.mod,
  Greater: tf.greater,
  GreaterEqual: tf.greaterEqual,
  Less: tf.less,
  LessEqual: tf.lessEqual,
  Equal: tf.equal,
  NotEqual: tf.notEqual,
};
for (const [op, compute] of Object.entries(binary)) {
  add(op, [matrix, row], (a, b) => compute(a, b));
  add(op, [floats([2, 1, 3]), floats([4, 1], { seed: 3 })], (a, b) => compute(a, b));
}
add('Pow', [positive, row], (a, b) => tf.pow(a, b));
add('Add', [integers([2], [2_000_000_000, -5]), integers([2], [2_000_000_000, 3])], (a, b) => tf.add(a, b));
add('Equal', [integers([3], [1, 2, 3]), integers([], [2])], (a, b) => tf.equal(a, b));

const left = booleans([4], [0, 0, 1, 1]);
const right = booleans([4], [0, 1, 0, 1]);
add('LogicalAnd', [left, right], (a, b) => tf.logicalAnd(a, b));
add('LogicalOr', [left, right], (a, b) => tf.logicalOr(a, b));
add('LogicalNot', [left], (a) => tf.logicalNot(a));
add('IsNan', [strange], (x) => tf.isNaN(x));
add('IsInf', [strange], (x) => tf.isInf(x));
add('IsFinite', [strange], (x) => tf.isFinite(x));

add('AddN', [matrix, positive, floats([2, 3], { seed: 4 })], (...parts) => tf.addN(parts));
add('Cast', [matrix], (x) => tf.cast(x, 'int32'));
add('Cast', [left], (x) => tf.cast(x, 'float32'));
add('Cast', [bytes([2, 3])], (x) => tf.cast(x, 'float32'));

const block = floats([2, 3, 4]);
const reductions: Readonly<Record<string, (x: tf.Tensor, axis?: number | number[], keep?: boolean) => tf.Tensor>> = {
  Sum: tf.sum,
  Mean: tf.mean,
  Max: tf.max,
  Min: tf.min,
  Prod: tf.prod,
};
for (const [op, reduce] of Object.entries(reductions)) {
  add(op, [block], (x) => reduce(x));
  add(op, [block], (x) => reduce(x, 1));
  add(op, [block], (x) => reduce(x, [0, -1], true));
}
const flags = booleans([2, 3], [1, 1, 0, 1, 1, 1]);
add('All', [flags], (x) => tf.all(x, 1));
add('All', [flags], (x) => tf.all(x));
add('Any', [flags], (x) => tf.any(x, 0, true));

add('BatchMatMulV2', [floats([2, 3]), floats([3, 5], { seed: 2 })], (a, b) => tf.matMul(a, b));
add('BatchMatMulV2', [floats([2, 4, 3]), floats([2, 5, 4], { seed: 2 })], (a, b) => tf.matMul(a, b, true, true));
add('BatchMatMulV2', [floats([1, 2, 3]), floats([4, 3, 5], { seed: 2 })], (a, b) => tf.matMul(a, b));

for (const [transposeA, transposeB] of [
  [false, false],
  [true, false],
  [false, true],
] as const) {
  const [a, b] = [floats(transposeA ? [3, 2] : [2, 3]), floats(transposeB ? [5, 3] : [3, 5], { seed: 2 })];
  add('MatMul', [a, b], (a, b) => matrixProduct(a, b, { transposeA, transposeB }));
}

const picture = floats([2, 6, 8, 3]);
const kernel = floats([4, 4, 3, 5], { seed: 2 });
for (const padding of ['same', 'valid'] as const) {
  for (const stride of [1, 2]) {
    add('Conv2D', [picture, kernel], (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, stride, padding));
    add('Conv2DBackpropFilter', [picture, kernel], (x, w) =>
      tf.grad((filter) => tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, stride, padding))(w),
    );
    add('Conv2DBackpropInput', [picture, kernel], (x, w) =>
      tf.grad((image) => tf.conv2d(image as tf.Tensor4D, w as tf.Tensor4D, stride, padding))(x),
    );
  }
}
add('Conv2DBackpropInput', [floats([2, 3, 4, 5]), kernel], (x, w) =>
  tf.conv2dTranspose(x as tf.Tensor4D, w as tf.Tensor4D, [2, 6, 8, 3], 2, 'same'),
);

// The addon cannot read uint8, so that what is made of bytes must end as something else.
const float = (x: tf.Tensor): tf.Tensor => tf.cast(x, 'float32');

const channel = floats([3], { low: 0.5, high: 1.5 });
const ownKernel = (name: string, inputs: tf.NamedTensorMap, attributes: tf.NamedAttrMap = {}): tf.Tensor[] =>
  [tf.engine().runKernel<tf.Tensor | tf.Tensor[]>(name, inputs, attributes)].flat();
const norm = (x: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor): tf.Tensor[] =>
  ownKernel(kernelNames.batchNorm, { x, gamma, beta }, { epsilon: 1e-3 });
add('FusedBatchNormV3', [picture, channel, row], (x, gamma, beta) => norm(x, gamma, beta));
add('FusedBatchNormGradV3', [picture, channel, row], (x, gamma, beta) => {
  const [, reserve1, reserve2, reserve3] = norm(x, gamma, beta) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
  const inputs = { dy: tf.square(x), x, gamma, reserve1, reserve2, reserve3 };
  return ownKernel(kernelNames.batchNormGrad, inputs, { epsilon: 1e-3 });
});
add('ReluGrad', [matrix, positive], (dy, y) => ownKernel(kernelNames.reluGrad, { dy, y: tf.sub(y, 1) }));
add('LeakyReluGrad', [positive, matrix], (dy, x) => ownKernel(kernelNames.leakyReluGrad, { dy, x }, { alpha: 0.2 }));
add('TanhGrad', [positive, matrix], (dy, y) => ownKernel(kernelNames.tanhGrad, { dy, y }));

add('Reshape', [block], (x) => tf.reshape(x, [4, -1]));
add('Reshape', [bytes([2, 6])], (x) => float(tf.reshape(x, [3, 4])));
add('Reshape', [floats([1])], (x) => tf.reshape(x, []));
add('Transpose', [block], (x) => tf.transpose(x, [2, 0, 1]));
add('ReverseV2', [block], (x) => tf.reverse(x, [0, -1]));
add('ReverseV2', [bytes([2, 3])], (x) => float(tf.reverse(x, [1])));
add('ConcatV2', [block, floats([2, 1, 4], { seed: 2 })], (a, b) => tf.concat([a, b], 1));
add('ConcatV2', [bytes([2, 2]), bytes([2, 3])], (a, b) => float(tf.concat([a, b], -1)));
add('SplitV', [block], (x) => tf.split(x, 2, -1));
add('SplitV', [block], (x) => tf.split(x, [1, 2], 1));
add('Pack', [matrix, positive], (a, b) => tf.stack([a, b], 0));
add('Pack', [matrix, positive], (a, b) => tf.stack([a, b], 2));
add('Slice', [block], (x) => tf.slice(x, [0, 1, 2], [2, 1, 2]));
add('Slice', [block], (x) => tf.slice(x, [1, 0, 1]));
add('Slice', [bytes([4, 4]), integers([2], [1, 2])], (x, begin) => float(dynamicSlice(x, begin, [2, 1])));
add('Slice', [block], (x) => dynamicSlice(x, tf.tensor1d([1, 1, 0], 'int32'), [1, -1, 2]));
add('PadV2', [matrix], (x) => tf.pad(x, [[1, 0], [0, 2]], 0.5)); // prettier-ignore
add('Tile', [matrix], (x) => tf.tile(x, [3, 2]));
add('Fill', [], () => tf.fill([2, 3], 1.5));
add('GatherV2', [block], (x) => tf.gather(x, tf.tensor1d([2, 0], 'int32'), 1));
add('Select', [booleans([2, 3], [1, 0, 1, 0, 0, 1]), matrix, positive], (condition, a, b) => tf.where(condition, a, b));
add('SelectV2', [booleans([], [1]), matrix, positive], (condition, a, b) => select(condition, a, b));
add('SelectV2', [booleans([], [0]), bytes([2, 3]), bytes([2, 3])], (condition, a, b) =>
  float(select(condition, a, tf.reverse(b, 1))),
);
add('ResizeNearestNeighbor', [picture], (x) => tf.image.resizeNearestNeighbor(x as tf.Tensor4D, [9, 5]));

add('StatelessRandomUniform', [integers([2], [7, -3])], (seed) => statelessUniform([5, 3], seed));
add('StatelessRandomNormal', [integers([2], [7, -3])], (seed) => {
  const backend = tf.backend() as NodeJSKernelBackend;
  const { TF_ATTR_TYPE: type, TF_FLOAT: float, TF_INT32: int32 } = backend.binding;
  const attributes = [
    { name: 'dtype', type, value: float },
    { name: 'T', type, value: int32 },
    { name: 'Tseed', type, value: int32 },
  ];
  return backend.executeSingleOutput('StatelessRandomNormal', attributes, [tf.tensor1d([5, 3], 'int32'), seed]);
});
