/**
 * A packed store that is begun while a new folder is looked at, so that its pictures are decoded once. Records are made
 * for what the dataset will most likely be; what turns out otherwise is made when the store is opened, which finds the
 * rest here.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { splits, type DatasetReport, type PairFile, type Split } from '../contract/dataset';
import { keepNewest, storesFolder, storesKept } from './cache-folder';
import type { FileGroup, RecordMaking } from './examine-group';
import { imageBytes, storedSide, type StoreGeometry } from './pair-source';
import { encodeIndex, hashBytes, indexFile, makeShards, storeFormat, type StoreIndex } from './store-index';
import { digestsOf, familyOf, placeRecords, recordSource, storeKey } from './store-plan';
import { partialMark, writeDurably } from './whole-folder';

/** Of what is free on the disk, at most this share is taken for what may never be used. */
const mostOfFree = 0.5;

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
}

export class BegunStore {
  /** By the pairs' names. */
  readonly #hashes = new Map<string, string>();
  readonly #slots: ReadonlyMap<string, Slot>;

  private constructor(
    private readonly folder: string,
    private readonly geometry: StoreGeometry,
    private readonly expected: Expectation,
  ) {
    const counts = { train: 0, test: 0 };
    this.#slots = new Map(expected.pairs.map(({ name, split }) => [name, { split, slot: counts[split]++ }]));
  }

  /**
   * Null where the disk has no room for it, or cannot be written to.
   *
   * @param mostBytes of the finished store
   */
  static async begin(expected: Expectation, geometry: StoreGeometry, mostBytes: number): Promise<BegunStore | null> {
    const folder = join(storesFolder(), `begun${partialMark}${randomUUID()}`);
    const ofSplit = (split: Split): number => expected.pairs.filter((pair) => pair.split === split).length;
    const bytes = splits.reduce((sum, split) => sum + ofSplit(split) * 2 * imageBytes(geometry, split), 0);
    try {
      await mkdir(folder, { recursive: true });
      const { bavail, bsize } = await statfs(folder);
      if (bytes > Math.min(mostBytes, bavail * bsize * mostOfFree)) {
        await remove(folder);
        return null;
      }
      for (const split of splits) {
        const shards = placeRecords(split, geometry, 0).shardsFor(ofSplit(split));
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

  /** Where the record of a pair goes. */
  placeOf(pair: number): FileGroup['place'] {
    const { name = '' } = this.expected.pairs[pair] ?? {};
    const found = this.#slots.get(name);
    if (found === undefined) {
      return null;
    }
    const { shard, position } = placeRecords(found.split, this.geometry, 0).placeOf(found.slot);
    return { side: storedSide(this.geometry, found.split), file: join(this.folder, shard), position };
  }

  /** The record of a pair was written. */
  keep(pair: number, hash: string): void {
    const { name = '' } = this.expected.pairs[pair] ?? {};
    this.#hashes.set(name, hash);
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
      const ofSplit = (split: Split): StoreIndex['splits'][Split] => {
        return this.#indexOf(
          kept.filter((pair) => pair.split === split),
          digestsOf(report),
          split,
        );
      };
      const index = { format: storeFormat, fingerprint: report.fingerprint, family, size, jitterSize } as const;
      const encoded = encodeIndex({ ...index, splits: { train: ofSplit('train'), test: ofSplit('test') } });
      await writeDurably(join(this.folder, indexFile), encoded);
      // One that lacks nothing is the dataset's store; another is one that it takes records from.
      await rename(this.folder, join(storesFolder(), storeKey({ ...report, pairs: kept }, this.geometry)));
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
    return (
      this.#hashes.has(name) &&
      this.#slots.get(name)?.split === split &&
      input.part === inputPart &&
      target.part === targetPart
    );
  }

  #indexOf(
    pairs: readonly PairFile[],
    digests: ReadonlyMap<string, string>,
    split: Split,
  ): StoreIndex['splits'][Split] {
    const sources = new Uint8Array(pairs.length * hashBytes);
    const hashes = new Uint8Array(pairs.length * hashBytes);
    for (const [number, pair] of pairs.entries()) {
      sources.set(recordSource(pair, digests), number * hashBytes);
      hashes.set(Buffer.from(this.#hashes.get(pair.name) ?? '', 'hex'), number * hashBytes);
    }
    const slots = Uint32Array.from(pairs, ({ name }) => this.#slots.get(name)?.slot ?? 0);
    const count = this.expected.pairs.filter((pair) => pair.split === split).length;
    const shards = placeRecords(split, this.geometry, 0).shardsFor(count);
    return { names: pairs.map(({ name }) => name), sources, hashes, slots, shards };
  }
}

async function remove(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true }).catch(() => undefined);
}
