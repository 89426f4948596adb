/** Batches of training pairs, read or decoded while the steps before them compute. */
import { epochsDone } from '../contract/steps';
import { PairOrder, stepColour, stepJitter } from './order';
import { imageBytes, type PairSource } from './pair-source';

/** What a training step is fed; J is the stored side, and the crop's side is the geometry's size. */
export interface TrainBatch {
  /** From 1. */
  readonly step: number;
  /** Epoch of this step, from 1. */
  readonly epoch: number;
  /** RGB values from 0 to 255, [batch, J, J, 3]. */
  readonly input: Uint8Array;
  readonly target: Uint8Array;
  /** Row and column of each crop's corner, [batch, 2], from 0 to J − size. */
  readonly offsets: Int32Array;
  /** 1 where the pair is mirrored, [batch]. */
  readonly mirror: Uint8Array;
  /** Contrast, saturation and brightness of each pair, [batch, 3]. */
  readonly colour: Float32Array;
}

export interface BatchOptions {
  readonly batch: number;
  readonly seed: number;
  /** Random crops and mirrors; without it offsets and mirrors are 0. */
  readonly jitter: boolean;
  /** Strength of the colour jitter; 0 where it is left out. */
  readonly colourJitter?: number;
  /** The step of the first batch, from 1: one more than the steps already done. */
  readonly firstStep: number;
}

type Buffers = Omit<TrainBatch, 'step' | 'epoch'>;

/** Gives the batches of consecutive steps without end. The source stays the caller's, and must be closed after this. */
export class BatchReader {
  readonly #buffers: readonly Buffers[];
  readonly #order: PairOrder;
  readonly #pending: Promise<TrainBatch>[] = [];
  #nextStep: number;

  constructor(
    private readonly source: PairSource,
    private readonly options: BatchOptions,
  ) {
    this.#order = new PairOrder(options.seed, source.names('train').length);
    // Batches that are under way while the consumer uses one: at least two, and enough for all reads of the source.
    const readAhead = Math.max(2, Math.ceil(source.readsAhead / options.batch));
    this.#buffers = Array.from({ length: readAhead + 1 }, () => makeBuffers(source, options.batch));
    this.#nextStep = options.firstStep;
    for (let count = 0; count < readAhead; count++) {
      this.#start();
    }
  }

  /**
   * The next step's batch. Its arrays are used again: they hold these values until `next` is called the next time.
   *
   * @throws AppError `dataset-unreadable`.
   */
  next(): Promise<TrainBatch> {
    this.#start();
    const batch = this.#pending.shift();
    if (batch === undefined) {
      throw new Error('no batch is being read');
    }
    return batch;
  }

  /** Waits for the reads under way. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#pending);
  }

  #start(): void {
    const step = this.#nextStep;
    this.#nextStep += 1;
    const buffers = this.#buffers[step % this.#buffers.length];
    if (buffers === undefined) {
      return;
    }
    const reading = this.#read(step, buffers);
    // A failure is reported to whoever takes this batch; until then it is no unhandled rejection.
    reading.catch(() => undefined);
    this.#pending.push(reading);
  }

  async #read(step: number, buffers: Buffers): Promise<TrainBatch> {
    const { batch, seed, jitter, colourJitter = 0 } = this.options;
    const length = imageBytes(this.source.geometry, 'train');
    const slack = this.source.geometry.jitterSize - this.source.geometry.size;
    const reads = this.#order.pairsOf(step, batch).map((pair, position) => {
      const [from, to] = [position * length, (position + 1) * length];
      return this.source.readInto('train', pair, buffers.input.subarray(from, to), buffers.target.subarray(from, to));
    });
    if (jitter) {
      for (const [position, { offset, mirror }] of stepJitter(seed, step, batch, slack).entries()) {
        buffers.offsets.set(offset, position * 2);
        buffers.mirror[position] = Number(mirror);
      }
    }
    buffers.colour.set(stepColour(seed, step, batch, colourJitter));
    await Promise.all(reads);
    const epoch = epochsDone(step - 1, this.source.names('train').length, batch) + 1;
    return { step, epoch, ...buffers };
  }
}

function makeBuffers(source: PairSource, batch: number): Buffers {
  const length = batch * imageBytes(source.geometry, 'train');
  return {
    input: new Uint8Array(length),
    target: new Uint8Array(length),
    offsets: new Int32Array(batch * 2),
    mirror: new Uint8Array(batch),
    colour: new Float32Array(batch * 3),
  };
}
