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
import { ChannelStatistics } from './statistics';
import { WeightTensors, type WeightValues } from './weight-tensors';

export interface StripLimits {
  /** Layers up to this many bytes are kept. */
  readonly keptBytes: number;
  /** What one strip's rows, or those that it is made from, may take. */
  readonly stripBytes: number;
}

/** Together with the weights of a full-sized network, under 2 GiB for 16 megapixels. */
const usualLimits: StripLimits = { keptBytes: 2 ** 28, stripBytes: 2 ** 25 };

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
    const layer = new Layer(tf, downRows(tf, below, weights.get(`${block}/kernel`)), {
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
    const source = upRows(tf, below, weights.get(`${block}/kernel`));
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
      source.below.release?.();
    }
    below = skip === undefined ? layer : beside(tf, layer, skip);
  }
  const kernel = weights.get('generator/last/kernel');
  const bias = weights.get('generator/last/bias');
  const last = upRows(tf, below, kernel);
  return { ...last, rows: (from: number, to: number) => tf.tanh(tf.add(last.rows(from, to), bias)) };
}

/** Rows that can be had, [rows, width, channels]; the caller's tidy disposes them. */
interface RowSource {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly rows: (from: number, to: number) => tfjs.Tensor3D;
  /** Lets go of what is kept; nothing needs these rows any more. */
  readonly release?: () => void;
}

/** A source that is computed from another. */
interface DerivedRows extends RowSource {
  readonly below: RowSource;
}

interface NormWeights {
  readonly gamma: tfjs.Tensor;
  readonly beta: tfjs.Tensor;
  readonly epsilon: number;
}

interface LayerOptions {
  readonly norm: NormWeights | null;
  /** @param from the first row of `x` */
  readonly activate: (x: tfjs.Tensor3D, from: number) => tfjs.Tensor3D;
}

/** A convolution with its norm and activation. */
class Layer implements RowSource {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  private statistics: { readonly mean: tfjs.Tensor; readonly scale: tfjs.Tensor } | null = null;
  private kept: { readonly from: number; readonly to: number; readonly rows: tfjs.Tensor3D }[] = [];

  constructor(
    private readonly tf: TensorFlow,
    private readonly source: DerivedRows,
    private readonly options: LayerOptions,
  ) {
    ({ height: this.height, width: this.width, channels: this.channels } = source);
  }

  get isKept(): boolean {
    return this.kept.length > 0;
  }

  /** Works out the statistics of all rows, and keeps those if they are not too many. */
  async prepare(limits: StripLimits): Promise<void> {
    const { tf, source, options } = this;
    const keep = this.height * this.width * this.channels * 4 <= limits.keptBytes;
    if (!keep && options.norm === null) {
      return;
    }
    const statistics = new ChannelStatistics(this.channels);
    await eachStrip(tf, source, limits, (from, to) => {
      const rows = source.rows(from, to);
      const { mean, variance } = tf.moments(rows, [0, 1]);
      statistics.add((to - from) * this.width, mean.dataSync<'float32'>(), variance.dataSync<'float32'>());
      if (keep) {
        this.kept.push({ from, to, rows: tf.keep(rows) });
      }
    });
    const { norm } = options;
    if (norm !== null) {
      const [mean, scale] = tf.tidy(() => {
        const variance = tf.tensor1d(statistics.variances);
        return [
          tf.keep(tf.tensor1d(statistics.means)),
          tf.keep(tf.mul(tf.rsqrt(tf.add(variance, norm.epsilon)), norm.gamma)),
        ] as const;
      });
      this.statistics = { mean, scale };
    }
  }

  readonly rows = (from: number, to: number): tfjs.Tensor3D => {
    const { tf, statistics, options } = this;
    const raw = this.isKept ? this.keptRows(from, to) : this.source.rows(from, to);
    if (statistics === null || options.norm === null) {
      return options.activate(raw, from);
    }
    const scaled = tf.mul(tf.sub(raw, statistics.mean), statistics.scale);
    return options.activate(tf.add(scaled, options.norm.beta), from);
  };

  readonly release = (): void => {
    this.kept.forEach(({ rows }) => {
      rows.dispose();
    });
    this.kept = [];
    this.statistics?.mean.dispose();
    this.statistics?.scale.dispose();
    this.statistics = null;
  };

  private keptRows(from: number, to: number): tfjs.Tensor3D {
    const parts = this.kept
      .filter((strip) => strip.from < to && strip.to > from)
      .map((strip) => {
        const [first, end] = [Math.max(from, strip.from), Math.min(to, strip.to)];
        return this.tf.slice3d(strip.rows, [first - strip.from, 0, 0], [end - first, -1, -1]);
      });
    const [only] = parts;
    return only !== undefined && parts.length === 1 ? only : this.tf.concat3d(parts, 0);
  }
}

/** 4×4, stride 2, SAME: row y is made of rows 2y − 1 to 2y + 2, zeros outside. */
function downRows(tf: TensorFlow, below: RowSource, kernel: tfjs.Tensor): DerivedRows {
  const [height, width] = [below.height / 2, below.width / 2];
  return {
    height,
    width,
    channels: kernel.shape[3] ?? 0,
    below,
    rows: (from, to) => {
      const [first, end] = [Math.max(0, 2 * from - 1), Math.min(below.height, 2 * to + 1)];
      const padding: [[number, number], [number, number], [number, number]] = [
        [first - (2 * from - 1), 2 * to + 1 - end],
        [1, 1],
        [0, 0],
      ];
      return tf.conv2d(tf.pad3d(below.rows(first, end), padding), kernel as tfjs.Tensor4D, 2, 'valid');
    },
  };
}

/** Transposed 4×4, stride 2, SAME: row y is made of the rows from (y − 2) / 2 to (y + 1) / 2. */
function upRows(tf: TensorFlow, below: RowSource, kernel: tfjs.Tensor): DerivedRows {
  const [height, width, channels] = [below.height * 2, below.width * 2, kernel.shape[2] ?? 0];
  return {
    height,
    width,
    channels,
    below,
    rows: (from, to) => {
      const first = Math.max(0, Math.ceil((from - 2) / 2));
      const end = Math.min(below.height, Math.floor(to / 2) + 1);
      const shape: [number, number, number] = [2 * (end - first), width, channels];
      const all = tf.conv2dTranspose(below.rows(first, end), kernel as tfjs.Tensor4D, shape, 2, 'same');
      return tf.slice3d(all, [from - 2 * first, 0, 0], [to - from, -1, -1]);
    },
  };
}

/** Two layers of one size, channels after channels. */
function beside(tf: TensorFlow, first: Layer, second: Layer): RowSource {
  const { height, width } = first;
  return {
    height,
    width,
    channels: first.channels + second.channels,
    rows: (from, to) => tf.concat3d([first.rows(from, to), second.rows(from, to)], 2),
    release: () => {
      first.release();
      second.release();
    },
  };
}

/** Which values are kept, scaled: the mask of `core/layers.ts` over the whole layer. */
function dropoutMask(tf: TensorFlow, { height, width, channels }: RowSource, rate: number, seed: Seed, stream: number) {
  const own = tf.tensor1d([seed[0], seed[1] + stream], 'int32');
  const uniform = statelessUniform([height, width, channels], own) as tfjs.Tensor3D;
  return tf.mul<tfjs.Tensor3D>(tf.cast(tf.greaterEqual(uniform, rate), 'float32'), 1 / (1 - rate));
}

/** Calls `use` for strips from the top, and lets other work of the process go on in between. */
async function eachStrip(
  tf: TensorFlow,
  source: RowSource,
  { stripBytes }: StripLimits,
  use: (from: number, to: number) => void,
): Promise<void> {
  const step = rowsAtOnce(source, stripBytes);
  for (let from = 0; from < source.height; from += step) {
    const to = Math.min(source.height, from + step);
    tf.tidy(() => {
      use(from, to);
    });
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}

/** By a row's bytes, its own or those that it is made from, whichever are more. */
function rowsAtOnce(source: RowSource & Partial<DerivedRows>, stripBytes: number): number {
  const own = source.width * source.channels * 4;
  const { below } = source;
  const made = below === undefined ? 0 : (below.width * below.channels * 4 * below.height) / source.height;
  return Math.max(2, Math.floor(stripBytes / Math.max(own, made)));
}
