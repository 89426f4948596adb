/** The generator as ONNX nodes. Pictures are NCHW inside, as ONNX's convolutions want them. */
import { downWidths, hasDownNorm, type Architecture } from '../../core/variables';
import { toFloat16 } from '../../saved-model/float16';
import type { Weight } from '../../saved-model/weight-constants';
import { onnxTypes, type OnnxAttribute, type OnnxConstant, type OnnxNode } from './proto';

type Attributes = Readonly<Record<string, OnnxAttribute>>;

export const ints = (...value: readonly number[]): OnnxAttribute => ({ kind: 'ints', value });
export const int = (value: number): OnnxAttribute => ({ kind: 'int', value });
export const float = (value: number): OnnxAttribute => ({ kind: 'float', value });

/** 4×4, stride 2, one pixel of padding on each side: TensorFlow's SAME at even sizes. */
const convolution: Attributes = { kernel_shape: ints(4, 4), strides: ints(2, 2), pads: ints(1, 1, 1, 1) };

/** Collects nodes and constants; values go by names, which are those of the nodes. */
export class OnnxBuilder {
  readonly nodes: OnnxNode[] = [];
  readonly constants: OnnxConstant[] = [];

  /** Adds a node and gives its output's name. */
  node(op: string, name: string, inputs: readonly string[], attributes: Attributes = {}, output = name): string {
    this.nodes.push({ op, name, inputs, output, attributes });
    return output;
  }

  scalar(name: string, value: number): string {
    this.constants.push({ name, type: onnxTypes.float32, shape: [], values: Float32Array.of(value) });
    return name;
  }

  /**
   * A weight in ONNX's layout.
   *
   * @param half stores kernels as float16; a Cast turns them back when the model is loaded
   */
  weight({ name, shape, values }: Weight, half: boolean): string {
    if (shape.length !== 4) {
      this.constants.push({ name, type: onnxTypes.float32, shape, values });
      return name;
    }
    const kernel = { shape: channelsFirst(shape), values: kernelChannelsFirst(values, shape) };
    if (!half) {
      this.constants.push({ name, type: onnxTypes.float32, ...kernel });
      return name;
    }
    const stored = `${name}/float16`;
    this.constants.push({
      name: stored,
      type: onnxTypes.float16,
      shape: kernel.shape,
      values: toFloat16(kernel.values),
    });
    return this.node('Cast', name, [stored], { to: int(onnxTypes.float32) });
  }
}

/**
 * @param input float32 [batch, 3, height, width] in [-1, 1]
 * @param weight the name of a weight's value, by the weight's own
 * @param noise inputs of uniform numbers for the first blocks of the way up, [batch, channels, rows, columns] each
 * @param output name of the result, [batch, 3, height, width] in (-1, 1)
 */
export function onnxGenerator(
  builder: OnnxBuilder,
  input: string,
  weight: (name: string) => string,
  { leakySlope, normEpsilon, bottleneckNorm, dropout, ...sizes }: Architecture,
  noise: readonly string[],
  output: string,
): void {
  const depth = downWidths(sizes).length;
  // Mean and variance of each picture and channel, with gamma and beta.
  const norm = (x: string, block: string): string =>
    builder.node(
      'InstanceNormalization',
      `${block}/norm`,
      [x, weight(`${block}/norm/gamma`), weight(`${block}/norm/beta`)],
      { epsilon: float(normEpsilon) },
    );
  const skips: string[] = [];
  let x = input;
  for (let index = 0; index < depth; index++) {
    const block = `generator/down_${String(index + 1)}`;
    x = builder.node('Conv', `${block}/convolution`, [x, weight(`${block}/kernel`)], convolution);
    if (hasDownNorm(index, depth, bottleneckNorm)) {
      x = norm(x, block);
    }
    x = builder.node('LeakyRelu', `${block}/leaky_relu`, [x], { alpha: float(leakySlope) });
    skips.push(x);
  }
  skips.pop();
  for (let index = 0; index < depth - 1; index++) {
    const block = `generator/up_${String(index + 1)}`;
    x = builder.node('ConvTranspose', `${block}/convolution`, [x, weight(`${block}/kernel`)], convolution);
    x = norm(x, block);
    const uniform = noise[index];
    if (uniform !== undefined) {
      x = droppedOut(builder, x, uniform, dropout, block);
    }
    x = builder.node('Relu', `${block}/relu`, [x]);
    const skip = skips.pop();
    x = skip === undefined ? x : builder.node('Concat', `${block}/concat`, [x, skip], { axis: int(1) });
  }
  const last = [x, weight('generator/last/kernel'), weight('generator/last/bias')];
  x = builder.node('ConvTranspose', 'generator/last/convolution', last, convolution);
  builder.node('Tanh', 'generator/last/tanh', [x], {}, output);
}

function droppedOut(builder: OnnxBuilder, x: string, uniform: string, rate: number, block: string): string {
  const limit = builder.scalar(`${block}/dropout/rate`, rate);
  const kept = builder.node('GreaterOrEqual', `${block}/dropout/kept`, [uniform, limit]);
  const ones = builder.node('Cast', `${block}/dropout/ones`, [kept], { to: int(onnxTypes.float32) });
  const scale = builder.scalar(`${block}/dropout/scale`, 1 / (1 - rate));
  const mask = builder.node('Mul', `${block}/dropout/mask`, [ones, scale]);
  return builder.node('Mul', `${block}/dropout`, [x, mask]);
}

/** [height, width, a, b] to [b, a, height, width]: right for both kinds of kernels, see `core/variables.ts`. */
function channelsFirst([height = 0, width = 0, a = 0, b = 0]: readonly number[]): readonly number[] {
  return [b, a, height, width];
}

function kernelChannelsFirst(values: Float32Array, shape: readonly number[]): Float32Array {
  const [height = 0, width = 0, inner = 0, outer = 0] = shape;
  const area = height * width;
  const moved = new Float32Array(values.length);
  let from = 0;
  for (let pixel = 0; pixel < area; pixel++) {
    for (let a = 0; a < inner; a++) {
      for (let b = 0; b < outer; b++) {
        moved[(b * inner + a) * area + pixel] = values[from] ?? 0;
        from += 1;
      }
    }
  }
  return moved;
}
