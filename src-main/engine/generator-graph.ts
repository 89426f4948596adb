/**
 * The generator as nodes of a TensorFlow graph whose batch, height and width are open until it runs. Samples,
 * predictions and the exported SavedModel and TF.js model are all this graph. It computes what `core/generator.ts` says,
 * with one difference that only batches show: every picture is normalised by its own statistics.
 */
import { dropoutBlocks } from '../core/generator';
import { downWidths, hasDownNorm, type Architecture } from '../core/variables';
import { bool, type as typeAttribute, type GraphBuilder } from '../graph/builder';
import { dataTypes, type Attribute, type Attributes, type GraphTensor, type Reference } from '../graph/types';

/** The tensor of a weight by its name. */
export type WeightOf = (name: string) => GraphTensor;

/** A dimension that is known only when the graph runs. */
export const open = -1;

const float = typeAttribute(dataTypes.float32);
const int32 = typeAttribute(dataTypes.int32);
const convolution: Attributes = {
  T: float,
  strides: { kind: 'ints', value: [1, 2, 2, 1] },
  padding: { kind: 'string', value: 'SAME' },
  data_format: { kind: 'string', value: 'NHWC' },
  // The default, but TF.js insists on it.
  dilations: { kind: 'ints', value: [1, 1, 1, 1] },
};

/**
 * @param input float32 [batch, height, width, 3] in [-1, 1]; height and width are multiples of 2^depth
 * @param noiseSeed int32 [2] for dropout as noise, or null for none
 * @returns float32 [batch, height, width, 3] in (-1, 1)
 */
export function generatorGraph(
  builder: GraphBuilder,
  input: Reference,
  weight: WeightOf,
  architecture: Architecture,
  noiseSeed: Reference | null,
): Reference {
  const { dropout: rate, leakySlope, normEpsilon, bottleneckNorm } = architecture;
  const widths = downWidths(architecture);
  const depth = widths.length;
  const node = nodeMaker(builder);
  const slope: Attributes = { T: float, alpha: { kind: 'float', value: leakySlope } };
  const skips: Reference[] = [];
  let x: Reference = input;
  widths.forEach((_, index) => {
    const block = `generator/down_${String(index + 1)}`;
    x = node('Conv2D', [x, weight(`${block}/kernel`)], convolution);
    if (hasDownNorm(index, depth, bottleneckNorm)) {
      x = norm(builder, x, weight, block, normEpsilon);
    }
    x = node('LeakyRelu', [x], slope);
    skips.push(x);
  });
  skips.pop();
  for (let index = 0; index < depth - 1; index++) {
    const block = `generator/up_${String(index + 1)}`;
    x = norm(builder, upConvolution(builder, x, weight(`${block}/kernel`)), weight, block, normEpsilon);
    if (index < dropoutBlocks && noiseSeed !== null && rate > 0) {
      x = dropout(builder, x, rate, noiseSeed, index);
    }
    x = node('Relu', [x], { T: float });
    const skip = skips.pop();
    x = skip === undefined ? x : concat(builder, [x, skip], 3, float);
  }
  const last = upConvolution(builder, x, weight('generator/last/kernel'));
  const biased = node('Add', [last, weight('generator/last/bias')], { T: float });
  return node('Tanh', [biased], { T: float });
}

/** uint8 0…255 to [-1, 1], as `core/jitter.ts` does. */
export function normaliseGraph(builder: GraphBuilder, bytes: Reference): Reference {
  const node = nodeMaker(builder);
  const floats = node('Cast', [bytes], { SrcT: typeAttribute(dataTypes.uint8), DstT: float });
  const scaled = node('RealDiv', [floats, builder.float(127.5)], { T: float });
  return node('Sub', [scaled, builder.float(1)], { T: float });
}

function upConvolution(builder: GraphBuilder, x: Reference, kernel: GraphTensor): Reference {
  const node = nodeMaker(builder);
  const shape = node('Shape', [x], { T: float, out_type: int32 });
  const outer = node('StridedSlice', [shape, builder.ints([0]), builder.ints([3]), builder.ints([1])], {
    T: int32,
    Index: int32,
  });
  const doubled = node('Mul', [outer, builder.ints([1, 2, 2])], { T: int32 });
  const target = concat(builder, [doubled, builder.ints([kernel.shape[2] ?? 0])], 0, int32);
  return node('Conv2DBackpropInput', [target, kernel, x], convolution);
}

/** By the mean and variance of each picture and channel: the batch norm of a batch of one (the tutorial's `training=True`). */
function norm(builder: GraphBuilder, x: Reference, weight: WeightOf, block: string, epsilon: number): Reference {
  const node = nodeMaker(builder);
  const over = builder.ints([1, 2]);
  const mean = (values: Reference): Reference =>
    node('Mean', [values, over], { T: float, Tidx: int32, keep_dims: bool(true) });
  const centre = mean(x);
  const variance = mean(node('SquaredDifference', [x, centre], { T: float }));
  const inverse = node('Rsqrt', [node('Add', [variance, builder.float(epsilon)], { T: float })], { T: float });
  const scale = node('Mul', [inverse, weight(`${block}/norm/gamma`)], { T: float });
  const scaled = node('Mul', [node('Sub', [x, centre], { T: float }), scale], { T: float });
  return node('Add', [scaled, weight(`${block}/norm/beta`)], { T: float });
}

/** The masks of `core/layers.ts`: a seed gives the same ones there. */
function dropout(builder: GraphBuilder, x: Reference, rate: number, seed: Reference, stream: number): Reference {
  const node = nodeMaker(builder);
  const own = node('Add', [seed, builder.ints([0, stream])], { T: int32 });
  const shape = node('Shape', [x], { T: float, out_type: int32 });
  const uniform = node('StatelessRandomUniform', [shape, own], { dtype: float, T: int32, Tseed: int32 });
  const kept = node('GreaterEqual', [uniform, builder.float(rate)], { T: float });
  const ones = node('Cast', [kept], { SrcT: typeAttribute(dataTypes.bool), DstT: float });
  const scale = node('Mul', [ones, builder.float(1 / (1 - rate))], { T: float });
  return node('Mul', [x, scale], { T: float });
}

function concat(builder: GraphBuilder, parts: readonly Reference[], axis: number, T: Attribute): Reference {
  const N = { kind: 'int', value: parts.length } as const;
  const position = builder.constant(dataTypes.int32, [], Int32Array.of(axis));
  return nodeMaker(builder)('ConcatV2', [...parts, position], { N, T, Tidx: int32 });
}

type NodeMaker = (op: string, inputs: readonly Reference[], attributes: Attributes) => Reference;

/** Adds nodes without working out their shapes, which are not known before the graph runs. */
export function nodeMaker(builder: GraphBuilder): NodeMaker {
  return (op, inputs, attributes) => ({ ref: builder.node(op, inputs, attributes) });
}
