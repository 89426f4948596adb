/**
 * The packed store: all pairs of a dataset, decoded and resized once, in one file a split. Training pairs lie there at
 * the jitter's side, test pairs at the training size; each record is the input and then the target, RGB, 8 bits.
 * Records are read by their position, so that memory stays flat however large the dataset is.
 */
import { open, readFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { jitterSize, type TrainConfig } from '../contract/config';
import { splits, type Split } from '../contract/dataset';
import { AppError } from '../contract/errors';

export const storeFormat = 2;
export const indexFile = 'index.json';

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

export function dataFile(split: Split): string {
  return `${split}.bin`;
}

const indexSchema = z.strictObject({
  format: z.literal(storeFormat),
  fingerprint: z.string(),
  size: z.number().int(),
  jitterSize: z.number().int(),
  /** Names of the pairs, in the order of their records. */
  train: z.array(z.string()),
  test: z.array(z.string()),
});

/** `index.json` of a store. */
export type StoreIndex = Readonly<z.infer<typeof indexSchema>>;

/** One pair: RGB values from 0 to 255, [side, side, 3] each. */
export interface StoredPair {
  readonly input: Uint8Array;
  readonly target: Uint8Array;
}

/** An open store. Whoever opened it closes it. */
export class PairStore {
  constructor(
    readonly folder: string,
    private readonly index: StoreIndex,
    private readonly files: Readonly<Record<Split, FileHandle>>,
  ) {}

  get geometry(): StoreGeometry {
    return this.index;
  }

  /** Names of the pairs of a split, relative to the dataset folder. */
  names(split: Split): readonly string[] {
    return this.index[split];
  }

  /**
   * Reads a pair into the given arrays, whose length is that of one image of the split.
   *
   * @throws AppError `dataset-unreadable` when the store has been cut short.
   */
  async readInto(split: Split, pair: number, input: Uint8Array, target: Uint8Array): Promise<void> {
    const length = imageBytes(this.geometry, split);
    const { bytesRead } = await this.files[split].readv([input, target], pair * 2 * length);
    if (bytesRead !== 2 * length) {
      const reason = `${dataFile(split)} ends before pair ${String(pair)}`;
      throw new AppError('dataset-unreadable', { path: this.folder, reason });
    }
  }

  /** A pair in arrays of its own. */
  async readPair(split: Split, pair: number): Promise<StoredPair> {
    const length = imageBytes(this.geometry, split);
    const stored = { input: new Uint8Array(length), target: new Uint8Array(length) };
    await this.readInto(split, pair, stored.input, stored.target);
    return stored;
  }

  async close(): Promise<void> {
    await Promise.all(splits.map((split) => this.files[split].close()));
  }
}

/** Opens a store, or gives null when the folder is absent or does not hold a whole one. */
export async function openWholeStore(folder: string): Promise<PairStore | null> {
  const index = await readIndex(folder);
  if (index === null) {
    return null;
  }
  const opened: FileHandle[] = [];
  try {
    const train = await open(join(folder, dataFile('train')));
    opened.push(train);
    const test = await open(join(folder, dataFile('test')));
    opened.push(test);
    const files = { train, test };
    for (const split of splits) {
      const { size } = await files[split].stat();
      if (size !== index[split].length * 2 * imageBytes(index, split)) {
        throw new Error(`${dataFile(split)} has ${String(size)} bytes`);
      }
    }
    return new PairStore(folder, index, files);
  } catch {
    await Promise.all(opened.map((file) => file.close()));
    return null;
  }
}

async function readIndex(folder: string): Promise<StoreIndex | null> {
  try {
    return indexSchema.parse(JSON.parse(await readFile(join(folder, indexFile), 'utf8')));
  } catch {
    return null;
  }
}
