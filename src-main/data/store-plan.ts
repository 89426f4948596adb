/** Which records a new store takes from an older one, and which are made: only what changed is decoded. */
import { filesOfPair, pairsOf, splits, type DatasetReport, type PairFile, type Split } from '../contract/dataset';
import { valueDigest } from './fingerprint';
import { imageBytes, type StoreGeometry } from './pair-source';
import { hashAt, hashBytes, storeFormat, type Shard, type StoreIndex } from './store-index';

/** A shard is linked into the new store if at least this share of it is of use; of others the records are copied. */
const leastUse = 0.5;
/** Large enough that a large dataset has a few dozen files, small enough that a stale one costs little. */
const shardBytes = 2 ** 30;

/** An older store whose records are made in the same way. */
export interface BaseStore {
  readonly folder: string;
  readonly index: StoreIndex;
}

export interface OldRecord {
  /** Number of the base, and of the record in its split. */
  readonly base: number;
  readonly record: number;
}

/** A record that is not in the linked shards. */
export interface NewRecord {
  /** Number of the pair in its split. */
  readonly pair: number;
  readonly file: PairFile;
  /** The shard to write it to, and the position in it in bytes. */
  readonly shard: string;
  readonly position: number;
  /** The record of an older store that is the same, or null: then it is decoded. */
  readonly copyOf: OldRecord | null;
}

export interface SplitPlan {
  readonly names: readonly string[];
  readonly sources: Uint8Array;
  /** Known for the linked records; the others are filled in as they are made. */
  readonly hashes: Uint8Array;
  readonly slots: Uint32Array;
  readonly linked: readonly Shard[];
  readonly made: readonly Shard[];
  readonly records: readonly NewRecord[];
}

export type StorePlan = Readonly<Record<Split, SplitPlan>>;

/** Everything but the files that the bytes of a record depend on. */
export function familyOf(report: Pick<DatasetReport, 'recipe'>, { size, jitterSize }: StoreGeometry): string {
  const parts = [report.recipe, size, jitterSize];
  return valueDigest(parts).slice(0, 32);
}

/** Everything that the bytes of a store depend on: the name of its folder. */
export function storeKey(
  report: Pick<DatasetReport, 'recipe' | 'pairs' | 'fingerprint'>,
  geometry: StoreGeometry,
): string {
  const pairs = report.pairs.map(({ split, name, input, target }) => [split, name, input.part, target.part]);
  const parts = [storeFormat, report.fingerprint, familyOf(report, geometry), pairs];
  return valueDigest(parts).slice(0, 32);
}

/** What a pair's record is made of: the contents of its files, and what of them. */
export function recordSource(pair: PairFile, digests: ReadonlyMap<string, string>): Buffer {
  const parts = [filesOfPair(pair).map(({ name }) => digests.get(name)), pair.input.part, pair.target.part];
  return Buffer.from(valueDigest(parts), 'hex').subarray(0, hashBytes);
}

/** How many of a report's records an older store has. */
export function recordsIn(report: DatasetReport, { splits: known }: StoreIndex): number {
  const digests = digestsOf(report);
  const sources = new Set(splits.flatMap((split) => [...sourceNumbers(split, known[split].sources).keys()]));
  return report.pairs.filter((pair) => sources.has(sourceKey(pair.split, recordSource(pair, digests)))).length;
}

/** @param bases older stores of the same family: shards of the first one are linked, records of the others copied */
export function planStore(report: DatasetReport, geometry: StoreGeometry, bases: readonly BaseStore[]): StorePlan {
  const digests = digestsOf(report);
  const plan = (split: Split): SplitPlan => planSplit(split, pairsOf(report, split), digests, geometry, bases);
  return { train: plan('train'), test: plan('test') };
}

function planSplit(
  split: Split,
  pairs: readonly PairFile[],
  digests: ReadonlyMap<string, string>,
  geometry: StoreGeometry,
  bases: readonly BaseStore[],
): SplitPlan {
  const old = bases[0]?.index.splits[split];
  const known = recordsOfBases(split, bases);
  const sources = new Uint8Array(pairs.length * hashBytes);
  const hashes = new Uint8Array(pairs.length * hashBytes);
  const slots = new Uint32Array(pairs.length);
  const oldRecords = pairs.map((pair, number) => {
    const source = recordSource(pair, digests);
    sources.set(source, number * hashBytes);
    return known.get(sourceKey(split, source)) ?? null;
  });

  const linkable = oldRecords.map((found) => (found?.base === 0 ? found.record : null));
  const linkedSlots = old === undefined ? new Map<number, number>() : linkShards(old, linkable);
  const linked = (old?.shards ?? []).filter((_, index) => linkedSlots.has(index));
  const linkedRecords = linked.reduce((sum, { records }) => sum + records, 0);
  const placing = placeRecords(split, geometry, 1 + Math.max(-1, ...linked.map(({ file }) => shardNumber(file))));
  const records: NewRecord[] = [];
  for (const [number, pair] of pairs.entries()) {
    const record = linkable[number] ?? null;
    const slot = old === undefined || record === null ? null : linkedSlot(old, record, linkedSlots);
    if (slot !== null && old !== undefined && record !== null) {
      slots[number] = slot;
      hashes.set(hashAt(old.hashes, record), number * hashBytes);
      continue;
    }
    slots[number] = linkedRecords + records.length;
    records.push({ pair: number, file: pair, ...placing.placeOf(records.length), copyOf: oldRecords[number] ?? null });
  }
  const made = placing.shardsFor(records.length);
  return { names: pairs.map(({ name }) => name), sources, hashes, slots, linked, made, records };
}

/** Where records lie in new shards of a split, whose first one has this number. */
export function placeRecords(split: Split, geometry: StoreGeometry, firstNumber: number) {
  const recordBytes = 2 * imageBytes(geometry, split);
  const perShard = Math.max(1, Math.floor(shardBytes / recordBytes));
  const fileOf = (index: number): string => `${split}-${String(firstNumber + index)}.bin`;
  return {
    placeOf: (record: number): Pick<NewRecord, 'shard' | 'position'> => ({
      shard: fileOf(Math.floor(record / perShard)),
      position: (record % perShard) * recordBytes,
    }),
    shardsFor: (records: number): Shard[] =>
      Array.from({ length: Math.ceil(records / perShard) }, (_, index) => ({
        file: fileOf(index),
        records: Math.min(perShard, records - index * perShard),
      })),
  };
}

/** The old shards that are worth keeping, by their number, with the new slot of their first record. */
function linkShards(
  { slots, shards }: StoreIndex['splits'][Split],
  oldRecords: readonly (number | null)[],
): Map<number, number> {
  const used = new Set(oldRecords.flatMap((record) => (record === null ? [] : [slots[record] ?? 0])));
  const linked = new Map<number, number>();
  let [first, newFirst] = [0, 0];
  for (const [index, { records }] of shards.entries()) {
    let useful = 0;
    for (let slot = first; slot < first + records; slot++) {
      useful += Number(used.has(slot));
    }
    if (records > 0 && useful >= leastUse * records) {
      linked.set(index, newFirst);
      newFirst += records;
    }
    first += records;
  }
  return linked;
}

/** Where a record of the old store lies in the new one, or null when its shard is not linked. */
function linkedSlot(
  { slots, shards }: StoreIndex['splits'][Split],
  record: number,
  linked: ReadonlyMap<number, number>,
): number | null {
  const slot = slots[record] ?? 0;
  let first = 0;
  for (const [index, { records }] of shards.entries()) {
    if (slot < first + records) {
      const newFirst = linked.get(index);
      return newFirst === undefined ? null : newFirst + slot - first;
    }
    first += records;
  }
  return null;
}

/** Where each record of older stores is; of the first one that has it. */
function recordsOfBases(split: Split, bases: readonly BaseStore[]): ReadonlyMap<string, OldRecord> {
  const found = new Map<string, OldRecord>();
  for (const [base, { index }] of [...bases.entries()].reverse()) {
    for (const [key, record] of sourceNumbers(split, index.splits[split].sources)) {
      found.set(key, { base, record });
    }
  }
  return found;
}

function sourceNumbers(split: Split, sources: Uint8Array): Map<string, number> {
  const count = sources.length / hashBytes;
  return new Map(
    Array.from({ length: count }, (_, record) => [sourceKey(split, hashAt(sources, record)), record] as const),
  );
}

function sourceKey(split: Split, source: Buffer): string {
  return `${split} ${source.toString('base64')}`;
}

export function digestsOf({ files }: Pick<DatasetReport, 'files'>): ReadonlyMap<string, string> {
  return new Map(files.map(({ name, digest }) => [name, digest]));
}

function shardNumber(file: string): number {
  return Number(/\d+/.exec(file)?.[0] ?? 0);
}
