/**
 * Which training pairs make up a step, and how each is cropped and mirrored. Everything follows from the seed and the
 * step alone, so that a resumed run goes on exactly as one that was never stopped.
 */
import { randomBelow, shuffle } from './shuffle';
import { randomStream } from './random-streams';

export interface Jitter {
  /** Row and column of the crop's corner, each from 0 to the given slack. */
  readonly offset: readonly [number, number];
  readonly mirror: boolean;
}

/** The order of the training pairs in an epoch, counted from 0. */
export function epochOrder(seed: number, epoch: number, pairs: number): readonly number[] {
  const indices = Array.from({ length: pairs }, (_, index) => index);
  return shuffle(indices, randomStream(seed, 'order', epoch));
}

/**
 * Batches take pairs from the endless row of epochs; one that begins at the end of an epoch is filled from the next
 * epoch's order, so that every pair is seen equally often.
 */
export class PairOrder {
  /** Kept only because shuffling a large dataset anew for each step would cost time. */
  #current: { readonly epoch: number; readonly order: readonly number[] } | null = null;

  constructor(
    private readonly seed: number,
    private readonly pairs: number,
  ) {}

  /** Indices of the training pairs of a step; `step` counts from 1. */
  pairsOf(step: number, batch: number): number[] {
    const first = (step - 1) * batch;
    return Array.from({ length: batch }, (_, position) => this.#pairAt(first + position));
  }

  #pairAt(position: number): number {
    const epoch = Math.floor(position / this.pairs);
    if (this.#current?.epoch !== epoch) {
      this.#current = { epoch, order: epochOrder(this.seed, epoch, this.pairs) };
    }
    return this.#current.order[position % this.pairs] ?? 0;
  }
}

/**
 * Crops and mirrors of a step, one a pair of the batch.
 *
 * @param slack pixels by which the stored side exceeds the crop's side.
 */
export function stepJitter(seed: number, step: number, batch: number, slack: number): Jitter[] {
  const random = randomStream(seed, 'jitter', step);
  return Array.from({ length: batch }, () => ({
    offset: [randomBelow(slack + 1, random), randomBelow(slack + 1, random)] as const,
    mirror: random.nextUniform() < 0.5,
  }));
}

/**
 * Colours of a step as `colourJitter` takes them: contrast, saturation and brightness for each pair of the batch.
 *
 * @param strength most that the factors differ from 1 and the brightness from 0, in [0, 1].
 */
export function stepColour(seed: number, step: number, batch: number, strength: number): Float32Array {
  const random = randomStream(seed, 'colour', step);
  const change = (): number => strength * (2 * random.nextUniform() - 1);
  return Float32Array.from({ length: batch * 3 }, (_, index) => change() + (index % 3 === 2 ? 0 : 1));
}
