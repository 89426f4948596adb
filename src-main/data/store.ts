/**
 * The packed store: all pairs of a dataset, decoded and resized once. Training pairs lie there at the jitter's side, test
 * pairs at the training size; each record is the input and then the target, RGB, 8 bits. Records are read by their
 * position, so that memory stays flat however large the dataset is; each is checked against its hash when it is read for
 * the first time, and made anew where the disk has spoilt it.
 */
import { createCipheriv } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { splits, type Split } from '../contract/dataset';
import { AppError } from '../contract/errors';
import { imageBytes, readPairOf, type PairSource, type StoredPair, type StoreGeometry } from './pair-source';
import { hashAt, readIndex, type Shard, type StoreIndex } from './store-index';

const gmacKey = new Uint8Array(16);
const gmacNonce = new Uint8Array(12);

/** Decodes a pair from its files, to take the place of a damaged record. */
export type RepairPair = (split: Split, pair: number) => Promise<StoredPair>;

interface OpenShard extends Shard {
  readonly handle: FileHandle;
  /** Slot of its first record. */
  readonly firstSlot: number;
}

/** An open store. Whoever opened it closes it. */
export class PairStore implements PairSource {
  /** As many as the system reads at once, also while one is being checked. */
  readonly readsAhead = 4;
  readonly geometry: StoreGeometry;
  /** 1 for each record that was found to be as it was written. */
  readonly #checked: Readonly<Record<Split, Uint8Array>>;

  constructor(
    readonly folder: string,
    private readonly index: StoreIndex,
    private readonly shards: Readonly<Record<Split, readonly OpenShard[]>>,
    private readonly repair: RepairPair | null,
  ) {
    const { size, jitterSize } = index;
    this.geometry = { size, jitterSize };
    const flags = (split: Split): Uint8Array => new Uint8Array(index.splits[split].names.length);
    this.#checked = { train: flags('train'), test: flags('test') };
  }

  names(split: Split): readonly string[] {
    return this.index.splits[split].names;
  }

  /** @throws AppError `dataset-unreadable` when the record is damaged and cannot be made anew. */
  async readInto(split: Split, pair: number, input: Uint8Array, target: Uint8Array): Promise<void> {
    const { handle, position } = this.#place(split, pair);
    const { bytesRead } = await handle.readv([input, target], position);
    if (this.#checked[split][pair] === 1 && bytesRead === input.length + target.length) {
      return;
    }
    if (!this.#isWhole(split, pair, input, target)) {
      await this.#makeAnew(split, pair, input, target);
    }
    this.#checked[split][pair] = 1;
  }

  /** As `recordHash` gave it. */
  hashOf(split: Split, pair: number): Buffer {
    return hashAt(this.index.splits[split].hashes, pair);
  }

  readPair(split: Split, pair: number): Promise<StoredPair> {
    return readPairOf(this, split, pair);
  }

  async close(): Promise<void> {
    await closeShards(splits.flatMap((split) => this.shards[split]));
  }

  #place(split: Split, pair: number): { file: string; handle: FileHandle; position: number } {
    const slot = this.index.splits[split].slots[pair];
    const shard = this.shards[split].find(
      ({ firstSlot, records }) => slot !== undefined && slot >= firstSlot && slot < firstSlot + records,
    );
    if (slot === undefined || shard === undefined) {
      throw this.#unreadable(`it has no pair ${String(pair)}`);
    }
    const { file, handle, firstSlot } = shard;
    return { file, handle, position: (slot - firstSlot) * 2 * imageBytes(this.geometry, split) };
  }

  #isWhole(split: Split, pair: number, input: Uint8Array, target: Uint8Array): boolean {
    return recordHash(input, target).equals(this.hashOf(split, pair));
  }

  /** The files must still give the same bytes: training goes on as if nothing had happened. */
  async #makeAnew(split: Split, pair: number, input: Uint8Array, target: Uint8Array): Promise<void> {
    const made = await this.repair?.(split, pair);
    if (made === undefined || !this.#isWhole(split, pair, made.input, made.target)) {
      throw this.#unreadable(`the record of ${this.names(split)[pair] ?? ''} is damaged`);
    }
    input.set(made.input);
    target.set(made.target);
    const { file, position } = this.#place(split, pair);
    const writer = await open(join(this.folder, file), 'r+').catch(() => null);
    // On a disk that cannot be written to, the record is made anew each time.
    await writer?.writev([made.input, made.target], position).catch(() => undefined);
    await writer?.close();
  }

  #unreadable(reason: string): AppError {
    return new AppError('dataset-unreadable', { path: this.folder, reason });
  }
}

/**
 * GMAC of a record under a key that everybody knows: it finds what a disk has spoilt as surely as any hash of 16 bytes,
 * and processors compute it eight times as fast as SHA-256, which would take longer than reading the record.
 */
export function recordHash(input: Uint8Array, target: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-128-gcm', gmacKey, gmacNonce);
  cipher.setAAD(input).setAAD(target).final();
  return cipher.getAuthTag();
}

/**
 * Opens a store, or gives null when the folder is absent or does not hold a whole one.
 *
 * @param repair makes damaged records anew; without it reading one is an error
 */
export async function openWholeStore(folder: string, repair: RepairPair | null = null): Promise<PairStore | null> {
  const index = await readIndex(folder);
  if (index === null) {
    return null;
  }
  const opened: OpenShard[] = [];
  try {
    const shards = { train: await openShards('train'), test: await openShards('test') };
    return new PairStore(folder, index, shards, repair);
  } catch {
    await closeShards(opened);
    return null;
  }

  async function openShards(split: Split): Promise<OpenShard[]> {
    const ofSplit: OpenShard[] = [];
    let firstSlot = 0;
    for (const shard of index?.splits[split].shards ?? []) {
      const opening = { ...shard, handle: await open(join(folder, shard.file)), firstSlot };
      opened.push(opening);
      ofSplit.push(opening);
      firstSlot += shard.records;
      const { size } = await opening.handle.stat();
      if (index !== null && size !== shard.records * 2 * imageBytes(index, split)) {
        throw new Error(`${shard.file} has ${String(size)} bytes`);
      }
    }
    return ofSplit;
  }
}

async function closeShards(shards: readonly OpenShard[]): Promise<void> {
  await Promise.all(shards.map(({ handle }) => handle.close()));
}
