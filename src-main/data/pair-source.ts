/** Where training takes its pairs from: a packed store, or the folder itself. */
import type { TrainConfig } from '../contract/config';
import { jitterSize } from '../contract/config';
import type { Split } from '../contract/dataset';

export interface StoreGeometry {
  /** Side of the training images. */
  readonly size: number;
  /** Side at which training pairs are stored, from which the jitter crops; `size` without jitter. */
  readonly jitterSize: number;
}

/** The geometry that a configuration asks for. */
export function storeGeometry(config: Pick<TrainConfig, 'size' | 'jitter'>): StoreGeometry {
  const { size, jitter } = config;
  return { size, jitterSize: jitter ? jitterSize(size) : size };
}

/** Side of the stored images of a split. */
export function storedSide(geometry: StoreGeometry, split: Split): number {
  return split === 'train' ? geometry.jitterSize : geometry.size;
}

/** Bytes of one stored image. */
export function imageBytes(geometry: StoreGeometry, split: Split): number {
  return storedSide(geometry, split) ** 2 * 3;
}

/** One pair: RGB values from 0 to 255, [side, side, 3] each. */
export interface StoredPair {
  readonly input: Uint8Array;
  readonly target: Uint8Array;
}

/** Pairs by their number. Whoever opened it closes it. */
export interface PairSource {
  readonly geometry: StoreGeometry;
  /** Reads that are worth being under way at once, so that the next one is there when it is asked for. */
  readonly readsAhead: number;
  /** Names of the pairs of a split, relative to the dataset folder. */
  names(split: Split): readonly string[];
  /**
   * Reads a pair into the given arrays, whose length is that of one image of the split.
   *
   * @throws AppError `dataset-unreadable`, `dataset-changed`, `image-…`.
   */
  readInto(split: Split, pair: number, input: Uint8Array, target: Uint8Array): Promise<void>;
  /** A pair in arrays of its own; throws as `readInto`. */
  readPair(split: Split, pair: number): Promise<StoredPair>;
  close(): Promise<void>;
}

/** `PairSource.readPair` by means of `readInto`. */
export async function readPairOf(source: PairSource, split: Split, pair: number): Promise<StoredPair> {
  const length = imageBytes(source.geometry, split);
  const stored = { input: new Uint8Array(length), target: new Uint8Array(length) };
  await source.readInto(split, pair, stored.input, stored.target);
  return stored;
}
