/**
 * The generator as nodes of a TensorFlow graph whose batch, height and width are open until it runs. Samples,
 * predictions and the exported SavedModel and TF.js model are all this graph. It computes what `core/generator.ts` says,
 * with one difference that only batches show: every picture is normalised by its own statistics.
 */
import { dropoutBlocks } from '../core/generator';
import { downWidths, hasDownNorm, type Architecture } from '../core/variables';
import { bool, type as typeAttribute, type GraphBuilder } from '../graph/builder';
import { dataTypes, type Attributes, type GraphTensor, type Reference } from '../graph/types';
import { concat, nodeMaker, plainGraphConvolutions, shapeOf } from './graph-convolutions';

/** The tensor of a weight by its name. */
export type WeightOf = (name: string) => GraphTensor;

/** Uniform numbers in [0, 1) in the shape of what a block (from 0) gives: they decide what dropout leaves out. */
export type Noise = (x: Reference, block: number) => Reference;

/** A dimension that is known only when the graph runs. */
export const open = -1;

const float = typeAttribute(dataTypes.float32);
const int32 = typeAttribute(dataTypes.int32);
/**
 * @param input float32 [batch, height, width, 3] in [-1, 1]; height and width are multiples of 2^depth
 * @param noise for dropout, or null for none
 * @param convolutions the form that every runtime has by default
 * @returns float32 [batch, height, width, 3] in (-1, 1)
 */
export function generatorGraph(
  builder: GraphBuilder,
  input: Reference,
  weight: WeightOf,
  architecture: Architecture,
  noise: Noise | null,
  convolutions = plainGraphConvolutions,
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
    x = convolutions.down(builder, x, weight(`${block}/kernel`));
    if (hasDownNorm(index, depth, bottleneckNorm)) {
      x = norm(builder, x, weight, block, normEpsilon);
    }
    x = node('LeakyRelu', [x], slope);
    skips.push(x);
  });
  skips.pop();
  for (let index = 0; index < depth - 1; index++) {
    const block = `generator/up_${String(index + 1)}`;
    x = norm(builder, convolutions.up(builder, x, weight(`${block}/kernel`), 2 ** index), weight, block, normEpsilon);
    if (index < dropoutBlocks && noise !== null && rate > 0) {
      x = dropout(builder, x, rate, noise(x, index));
    }
    x = node('Relu', [x], { T: float });
    const skip = skips.pop();
    x = skip === undefined ? x : concat(builder, [x, skip], 3, float);
  }
  const last = convolutions.up(builder, x, weight('generator/last/kernel'), architecture.size / 2);
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

/**
 * The numbers of `core/layers.ts`: a seed gives the same ones there.
 *
 * @param seed int32 [2]
 */
export function seededNoise(builder: GraphBuilder, seed: Reference): Noise {
  const node = nodeMaker(builder);
  return (x, block) => {
    const own = node('Add', [seed, builder.ints([0, block])], { T: int32 });
    return node('StatelessRandomUniform', [shapeOf(builder, x), own], { dtype: float, T: int32, Tseed: int32 });
  };
}

function dropout(builder: GraphBuilder, x: Reference, rate: number, uniform: Reference): Reference {
  const node = nodeMaker(builder);
  const kept = node('GreaterEqual', [uniform, builder.float(rate)], { T: float });
  const ones = node('Cast', [kept], { SrcT: typeAttribute(dataTypes.bool), DstT: float });
  const scale = node('Mul', [ones, builder.float(1 / (1 - rate))], { T: float });
  return node('Mul', [x, scale], { T: float });
}
