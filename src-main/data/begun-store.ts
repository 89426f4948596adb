/**
 * A packed store that is begun while a folder is looked at, so that its new pictures are decoded once. Records are made
 * for what the dataset will most likely be; what turns out otherwise is made when the store is opened, which finds the
 * rest here.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, statfs, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { splits, type DatasetReport, type PairFile, type Split } from '../contract/dataset';
import { keepNewest, storesFolder, storesKept } from './cache-folder';
import type { FileGroup, RecordMaking } from './examine-group';
import { imageBytes, storedSide, type StoreGeometry } from './pair-source';
import { encodeIndex, hashBytes, indexFile, makeShards, storeFormat, type Shard, type StoreIndex } from './store-index';
import { digestsOf, familyOf, placeRecords, recordSource, storeKey } from './store-plan';
import { partialMark, writeDurably } from './whole-folder';

/** Of what is free on the disk, at most this share is taken for what may never be used. */
const mostOfFree = 0.5;

/** In the name of a store that lacks something: the dataset's store takes records from it, and then it is of no more use. */
export const begunMark = 'begun-';

/** What a pair most likely is. */
export interface ExpectedPair {
  /** Of the input's file. */
  readonly name: string;
  readonly split: Split;
}

/** What a dataset most likely is. */
export interface Expectation {
  readonly making: RecordMaking;
  readonly pairs: readonly ExpectedPair[];
}

interface Slot {
  readonly split: Split;
  readonly slot: number;
  /** Null until the record is written. */
  hash: string | null;
}

export class BegunStore {
  /** By the pairs' names. */
  readonly #slots = new Map<string, Slot>();
  readonly #counts = { train: 0, test: 0 };

  private constructor(
    private readonly folder: string,
    private readonly geometry: StoreGeometry,
    private readonly expected: Expectation,
  ) {}

  /**
   * Null where the disk has no room for it, or cannot be written to.
   *
   * @param mostBytes of the finished store
   */
  static async begin(expected: Expectation, geometry: StoreGeometry, mostBytes: number): Promise<BegunStore | null> {
    const folder = join(storesFolder(), `begun${partialMark}${randomUUID()}`);
    const bytes = splits.reduce((sum, split) => sum + expectedIn(expected, split) * 2 * imageBytes(geometry, split), 0);
    try {
      await mkdir(folder, { recursive: true });
      const { bavail, bsize } = await statfs(folder);
      if (bytes > Math.min(mostBytes, bavail * bsize * mostOfFree)) {
        await remove(folder);
        return null;
      }
      for (const split of splits) {
        const shards = placeRecords(split, geometry, 0).shardsFor(expectedIn(expected, split));
        await makeShards(folder, shards, 2 * imageBytes(geometry, split));
      }
      return new BegunStore(folder, geometry, expected);
    } catch {
      await remove(folder);
      return null;
    }
  }

  get making(): RecordMaking {
    return this.expected.making;
  }

  /** Where the record of a pair goes; asked for once. */
  placeOf(pair: number): FileGroup['place'] {
    const expected = this.expected.pairs[pair];
    if (expected === undefined) {
      return null;
    }
    const { name, split } = expected;
    const slot = this.#counts[split]++;
    this.#slots.set(name, { split, slot, hash: null });
    const { shard, position } = this.#placing(split).placeOf(slot);
    return { side: storedSide(this.geometry, split), file: join(this.folder, shard), position };
  }

  /** The record of a pair was written. */
  keep(pair: number, hash: string): void {
    const slot = this.#slots.get(this.expected.pairs[pair]?.name ?? '');
    if (slot !== undefined) {
      slot.hash = hash;
    }
  }

  /**
   * Leaves a whole store of the records that the dataset has, or nothing. It only saves time, so that no failure of it is
   * one.
   */
  async finish(report: Pick<DatasetReport, 'recipe' | 'pairs' | 'files' | 'fingerprint'>): Promise<void> {
    const family = familyOf(report, this.geometry);
    const kept = report.pairs.filter((pair) => this.#has(pair));
    if (family !== familyOf(this.making, this.geometry) || kept.length === 0) {
      await this.discard();
      return;
    }
    try {
      const { size, jitterSize } = this.geometry;
      const digests = digestsOf(report);
      const train = await this.#indexOf('train', kept, digests);
      const test = await this.#indexOf('test', kept, digests);
      const index = { format: storeFormat, fingerprint: report.fingerprint, family, size, jitterSize } as const;
      await writeDurably(join(this.folder, indexFile), encodeIndex({ ...index, splits: { train, test } }));
      const isComplete = kept.length === report.pairs.length;
      const key = storeKey({ ...report, pairs: kept }, this.geometry);
      await rename(this.folder, join(storesFolder(), isComplete ? key : `${begunMark}${key}`));
      await keepNewest(storesFolder(), storesKept);
    } catch {
      await this.discard();
    }
  }

  async discard(): Promise<void> {
    await remove(this.folder);
  }

  #has({ name, split, input, target }: PairFile): boolean {
    const [inputPart, targetPart] = this.making.parts;
    const slot = this.#slots.get(name);
    return slot?.split === split && slot.hash !== null && input.part === inputPart && target.part === targetPart;
  }

  async #indexOf(
    split: Split,
    kept: readonly PairFile[],
    digests: ReadonlyMap<string, string>,
  ): Promise<StoreIndex['splits'][Split]> {
    const pairs = kept.filter((pair) => pair.split === split);
    const sources = new Uint8Array(pairs.length * hashBytes);
    const hashes = new Uint8Array(pairs.length * hashBytes);
    for (const [number, pair] of pairs.entries()) {
      sources.set(recordSource(pair, digests), number * hashBytes);
      hashes.set(Buffer.from(this.#slots.get(pair.name)?.hash ?? '', 'hex'), number * hashBytes);
    }
    const slots = Uint32Array.from(pairs, ({ name }) => this.#slots.get(name)?.slot ?? 0);
    return { names: pairs.map(({ name }) => name), sources, hashes, slots, shards: await this.#usedShards(split) };
  }

  /** Cuts the shards to what was used of them. */
  async #usedShards(split: Split): Promise<readonly Shard[]> {
    const used = this.#placing(split).shardsFor(this.#counts[split]);
    for (const [index, { file }] of this.#placing(split).shardsFor(expectedIn(this.expected, split)).entries()) {
      const path = join(this.folder, file);
      const records = used[index]?.records ?? 0;
      await (records === 0 ? rm(path) : truncate(path, records * 2 * imageBytes(this.geometry, split)));
    }
    return used;
  }

  #placing(split: Split) {
    return placeRecords(split, this.geometry, 0);
  }
}

function expectedIn({ pairs }: Expectation, split: Split): number {
  return pairs.filter((pair) => pair.split === split).length;
}

async function remove(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true }).catch(() => undefined);
}
