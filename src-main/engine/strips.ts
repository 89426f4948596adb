/**
 * Large pictures in bounded memory, exactly. Every layer is computed in strips of rows, one layer after the other, so
 * that its mean and variance are those of the whole picture: the result is that of the whole picture at once, and there
 * are no seams to blend. Layers that are too large to keep are computed again wherever their rows are needed.
 */
import type * as tfjs from '@tensorflow/tfjs-core';
import { dropoutBlocks } from '../core/generator';
import { statelessUniform } from '../core/operations';
import { downWidths, hasDownNorm, type Architecture } from '../core/variables';
import { registerNativeKernels } from '../native/kernels';
import { loadTensorFlow, type TensorFlow } from '../native/tensorflow';
import type { PictureBatch } from './generator';
import { toBytes } from './inference';
import type { Seed } from './model';
import {
  beside,
  downRows,
  eachStrip,
  Layer,
  upRows,
  type NormWeights,
  type RowSource,
  type StripLimits,
} from './strip-layers';
import { WeightTensors, type WeightValues } from './weight-tensors';

/** Together with the weights of a full-sized network, under 2 GiB for 16 megapixels. */
const usualLimits: StripLimits = { keptBytes: 2 ** 28, stripBytes: 2 ** 24 };

/** Bytes of a picture that is predicted in strips, as the whole prediction's. Blocks between strips are short. */
export async function predictInStrips(
  { height, width, data }: PictureBatch,
  architecture: Architecture,
  weight: WeightValues,
  noiseSeed: Seed | null,
  limits = usualLimits,
): Promise<Uint8Array> {
  const tf = await loadTensorFlow();
  registerNativeKernels(tf);
  const weights = new WeightTensors(tf, weight);
  const layers: Layer[] = [];
  try {
    const picture: RowSource = {
      height,
      width,
      channels: 3,
      release: () => undefined,
      rows: (from, to) => {
        const bytes = tf.tensor3d(data.subarray(from * width * 3, to * width * 3), [to - from, width, 3], 'int32');
        return tf.sub(tf.div(tf.cast(bytes, 'float32'), 127.5), 1);
      },
    };
    const last = await computeLayers(tf, picture, architecture, weights, noiseSeed, limits, layers);
    const result = new Uint8Array(height * width * 3);
    await eachStrip(tf, last, limits, (from, to) => {
      const values = last.rows(from, to).dataSync<'float32'>();
      result.set(toBytes(values), from * width * 3);
    });
    return result;
  } finally {
    layers.forEach((layer) => {
      layer.release();
    });
    weights.dispose();
  }
}

/** Adds the layers to `layers`, all but the last with their statistics. */
async function computeLayers(
  tf: TensorFlow,
  picture: RowSource,
  architecture: Architecture,
  weights: WeightTensors,
  noiseSeed: Seed | null,
  limits: StripLimits,
  layers: Layer[],
): Promise<RowSource> {
  const { leakySlope, normEpsilon, bottleneckNorm, dropout } = architecture;
  const depth = downWidths(architecture).length;
  const normOf = (block: string): NormWeights => ({
    gamma: weights.get(`${block}/norm/gamma`),
    beta: weights.get(`${block}/norm/beta`),
    epsilon: normEpsilon,
  });
  const skips: Layer[] = [];
  let below: RowSource = picture;
  for (let index = 0; index < depth; index++) {
    const block = `generator/down_${String(index + 1)}`;
    const layer = new Layer(tf, downRows(tf, below, weights.lazily(`${block}/kernel`)), {
      norm: hasDownNorm(index, depth, bottleneckNorm) ? normOf(block) : null,
      activate: (x) => tf.leakyRelu(x, leakySlope),
    });
    layers.push(layer);
    await layer.prepare(limits);
    skips.push(layer);
    below = layer;
  }
  skips.pop();
  for (let index = 0; index < depth - 1; index++) {
    const block = `generator/up_${String(index + 1)}`;
    const source = upRows(tf, below, weights.lazily(`${block}/kernel`));
    const mask =
      index < dropoutBlocks && noiseSeed !== null && dropout > 0
        ? weights.keep(() => dropoutMask(tf, source, dropout, noiseSeed, index))
        : null;
    const layer = new Layer(tf, source, {
      norm: normOf(block),
      activate: (x, from) =>
        tf.relu(mask === null ? x : tf.mul(x, tf.slice3d(mask, [from, 0, 0], [x.shape[0], -1, -1]))),
    });
    layers.push(layer);
    await layer.prepare(limits);
    const skip = skips.pop();
    if (layer.isKept) {
      source.below.release();
    }
    below = skip === undefined ? layer : beside(tf, layer, skip);
  }
  const bias = weights.get('generator/last/bias');
  const last = upRows(tf, below, weights.lazily('generator/last/kernel'));
  return { ...last, rows: (from: number, to: number) => tf.tanh(tf.add(last.rows(from, to), bias)) };
}

/** Which values are kept, scaled: the mask of `core/layers.ts` over the whole layer. */
function dropoutMask(tf: TensorFlow, { height, width, channels }: RowSource, rate: number, seed: Seed, stream: number) {
  const own = tf.tensor1d([seed[0], seed[1] + stream], 'int32');
  const uniform = statelessUniform([height, width, channels], own) as tfjs.Tensor3D;
  return tf.mul<tfjs.Tensor3D>(tf.cast(tf.greaterEqual(uniform, rate), 'float32'), 1 / (1 - rate));
}
