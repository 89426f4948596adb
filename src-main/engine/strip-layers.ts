/** The generator's layers as rows that are computed when they are asked for. */
import type * as tfjs from '@tensorflow/tfjs-core';
import type { TensorFlow } from '../native/tensorflow';
import { ChannelStatistics } from './statistics';
import type { LazyWeight } from './weight-tensors';

export interface StripLimits {
  /** Layers up to this many bytes are kept. */
  readonly keptBytes: number;
  /** What one strip's rows, or those that it is made from, may take. */
  readonly stripBytes: number;
}

/** Rows that can be had, [rows, width, channels]; the caller's tidy disposes them. */
export interface RowSource {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly rows: (from: number, to: number) => tfjs.Tensor3D;
  /** Lets go of what is kept; nothing needs these rows any more. */
  readonly release: () => void;
}

/** A source that is computed from another. */
export interface DerivedRows extends RowSource {
  readonly below: RowSource;
  /** Lets go of the kernel, when all rows are known. */
  readonly release: () => void;
}

export interface NormWeights {
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
export class Layer implements RowSource {
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
    if (keep) {
      source.release();
    }
    const { norm } = options;
    if (norm !== null) {
      const [mean, scale]: [tfjs.Tensor, tfjs.Tensor] = tf.tidy(() => {
        const variance = tf.tensor1d(statistics.variances);
        return [
          tf.keep(tf.tensor1d(statistics.means)),
          tf.keep(tf.mul(tf.rsqrt(tf.add(variance, norm.epsilon)), norm.gamma)),
        ];
      });
      this.statistics = { mean, scale };
    }
  }

  readonly rows = (from: number, to: number): tfjs.Tensor3D =>
    // A tidy of its own for each layer: what lies between would else live as long as the strip.
    this.tf.tidy(() => {
      const { tf, statistics, options } = this;
      const raw = this.isKept ? this.keptRows(from, to) : this.source.rows(from, to);
      if (statistics === null || options.norm === null) {
        return options.activate(raw, from);
      }
      const scaled = tf.mul(tf.sub(raw, statistics.mean), statistics.scale);
      return options.activate(tf.add(scaled, options.norm.beta), from);
    });

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
export function downRows(tf: TensorFlow, below: RowSource, kernel: LazyWeight): DerivedRows {
  const [height, width] = [below.height / 2, below.width / 2];
  return {
    height,
    width,
    channels: kernel.shape[3] ?? 0,
    below,
    release: kernel.dispose,
    rows: tidied(tf, (from, to) => {
      const [first, end] = [Math.max(0, 2 * from - 1), Math.min(below.height, 2 * to + 1)];
      const padding: [[number, number], [number, number], [number, number]] = [
        [first - (2 * from - 1), 2 * to + 1 - end],
        [1, 1],
        [0, 0],
      ];
      return tf.conv2d(tf.pad3d(below.rows(first, end), padding), kernel.tensor() as tfjs.Tensor4D, 2, 'valid');
    }),
  };
}

/** Transposed 4×4, stride 2, SAME: row y is made of the rows from (y − 2) / 2 to (y + 1) / 2. */
export function upRows(tf: TensorFlow, below: RowSource, kernel: LazyWeight): DerivedRows {
  const [height, width, channels] = [below.height * 2, below.width * 2, kernel.shape[2] ?? 0];
  return {
    height,
    width,
    channels,
    below,
    release: kernel.dispose,
    rows: tidied(tf, (from, to) => {
      const first = Math.max(0, Math.ceil((from - 2) / 2));
      const end = Math.min(below.height, Math.floor(to / 2) + 1);
      const shape: [number, number, number] = [2 * (end - first), width, channels];
      const all = tf.conv2dTranspose(below.rows(first, end), kernel.tensor() as tfjs.Tensor4D, shape, 2, 'same');
      return tf.slice3d(all, [from - 2 * first, 0, 0], [to - from, -1, -1]);
    }),
  };
}

function tidied(tf: TensorFlow, rows: RowSource['rows']): RowSource['rows'] {
  return (from, to) => tf.tidy(() => rows(from, to));
}

/** Two layers of one size, channels after channels. */
export function beside(tf: TensorFlow, first: Layer, second: Layer): RowSource {
  const { height, width } = first;
  return {
    height,
    width,
    channels: first.channels + second.channels,
    rows: (from, to) => tf.tidy(() => tf.concat3d([first.rows(from, to), second.rows(from, to)], 2)),
    release: () => {
      first.release();
      second.release();
    },
  };
}

/** Calls `use` for strips from the top, and lets other work of the process go on in between. */
export async function eachStrip(
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
