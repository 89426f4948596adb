/** Finds the packed store of a dataset, or makes it. */
import { access, copyFile, link, open, readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pairsOf, splits, type DatasetReport, type Split } from '../contract/dataset';
import { AppError } from '../contract/errors';
import { begunMark } from './begun-store';
import { keepNewest, storesFolder, storesKept, touch } from './cache-folder';
import { decodePair } from './decode-pair';
import { DecoderPool } from './decoder/decoder-pool';
import { hasDigests } from './folder-source';
import { inBatches, inParallel } from './in-parallel';
import { inProcessDecoder, type PairDecoder } from './pair-decoder';
import { imageBytes, storedSide, type StoredPair, type StoreGeometry } from './pair-source';
import { openWholeStore, type PairStore, type RepairPair } from './store';
import { encodeIndex, hashBytes, indexFile, makeShards, readIndex, storeFormat, type StoreIndex } from './store-index';
import { familyOf, planStore, recordsIn, storeKey, type BaseStore, type NewRecord, type SplitPlan } from './store-plan';
import { makeWholeFolder, partialMark, writeDurably } from './whole-folder';

/** Pictures to decode from which on other processes are quicker. */
const worthProcesses = 200;

export interface StoreOptions {
  /** Told after each pair while a store is made; those that an older store had are done from the start. */
  readonly progress?: (done: number, total: number) => void;
  /** Aborting it stops the making; the promise rejects with the signal's reason and no store is left. */
  readonly signal?: AbortSignal;
  /** Who decodes; it is closed afterwards. By default processes of their own, or this one where that is quicker. */
  readonly decoder?: PairDecoder;
}

/**
 * Opens the dataset's store for a geometry. A whole one in the cache folder is used again; otherwise it is made, and
 * appears there at once and whole. Records that an older store has, of the folder as it was before, are taken from there.
 *
 * @throws AppError `disk-full`, `write-failed`, `image-…`, or `dataset-changed` when the pictures are no longer those of
 *   the report.
 */
export async function openStore(
  report: DatasetReport,
  geometry: StoreGeometry,
  options: StoreOptions = {},
): Promise<PairStore> {
  const folder = join(storesFolder(), storeKey(report, geometry));
  const repair = repairOf(report, geometry);
  const store = (await openWholeStore(folder, repair)) ?? (await makeStore(folder, repair, report, geometry, options));
  await touch(folder);
  await keepNewest(storesFolder(), storesKept);
  return store;
}

function repairOf(report: DatasetReport, geometry: StoreGeometry): RepairPair {
  return async (split, number): Promise<StoredPair> => {
    const pair = pairsOf(report, split)[number];
    if (pair === undefined) {
      throw new AppError('dataset-unreadable', { path: report.folder, reason: `it has no pair ${String(number)}` });
    }
    return decodePair(pair, report.recipe, storedSide(geometry, split));
  };
}

async function makeStore(
  folder: string,
  repair: RepairPair,
  report: DatasetReport,
  geometry: StoreGeometry,
  options: StoreOptions,
): Promise<PairStore> {
  const damaged = await access(folder).then(
    () => true,
    () => false,
  );
  if (damaged) {
    await rm(folder, { recursive: true, force: true });
  }
  try {
    await makeWholeFolder(folder, (temporary) => fillStore(temporary, report, geometry, options));
  } catch (error) {
    // Another process may have made the same store meanwhile; then that one is as good.
    if (!(error instanceof AppError && error.code === 'output-exists')) {
      throw error;
    }
  }
  const store = await openWholeStore(folder, repair);
  if (store === null) {
    throw new AppError('write-failed', { path: folder, reason: 'it is not whole after writing' });
  }
  return store;
}

async function fillStore(
  folder: string,
  report: DatasetReport,
  geometry: StoreGeometry,
  options: StoreOptions,
): Promise<void> {
  const bases = await basesOf(report, geometry);
  const plan = planStore(report, geometry, bases);
  for (const split of splits) {
    const [base] = bases;
    if (base !== undefined) {
      await linkShards(base.folder, folder, plan[split]);
    }
    await makeShards(folder, plan[split].made, 2 * imageBytes(geometry, split));
  }
  const total = report.pairs.length;
  let done = total - plan.train.records.length - plan.test.records.length;
  const digests = new Map(report.files.map(({ name, digest }) => [name, digest]));
  const decoder = options.decoder ?? decoderFor(splits.flatMap((split) => plan[split].records));
  const old = await Promise.all(bases.map((base) => openWholeStore(base.folder)));
  try {
    for (const split of splits) {
      const missing: NewRecord[] = [];
      for (const record of plan[split].records) {
        options.signal?.throwIfAborted();
        const hash = await copyRecord(old, split, record, folder);
        if (hash === null) {
          missing.push(record);
        } else {
          finish(split, record, hash);
        }
      }
      await inParallel(inBatches(missing, decoder.width), decoder.width, (batch) => decodeRecords(split, batch));
    }
  } finally {
    await Promise.all(old.map(async (store) => store?.close()));
    decoder.close();
  }
  for (const base of bases.filter(({ folder: path }) => basename(path).startsWith(begunMark))) {
    await rm(base.folder, { recursive: true, force: true }).catch(() => undefined);
  }
  // The shards' bytes may reach the disk later: a record that a power cut has spoilt is found by its hash and made anew.
  await writeDurably(join(folder, indexFile), encodeIndex(indexOf(report, geometry, plan)));

  function finish(split: Split, { pair }: NewRecord, hash: Uint8Array): void {
    plan[split].hashes.set(hash, pair * hashBytes);
    done += 1;
    options.progress?.(done, total);
  }

  async function decodeRecords(split: Split, batch: readonly NewRecord[]): Promise<void> {
    options.signal?.throwIfAborted();
    const records = batch.map(({ file: pair, shard, position }) => ({ pair, file: join(folder, shard), position }));
    const request = { recipe: report.recipe, side: storedSide(geometry, split), records };
    for (const [index, packed] of (await decoder.packRecords(request)).entries()) {
      const record = batch[index];
      if (record === undefined || !hasDigests(record.file, packed, digests)) {
        throw new AppError('dataset-changed', { path: report.folder });
      }
      finish(split, record, Buffer.from(packed.hash, 'hex'));
    }
  }
}

/** Processes of their own decode several pictures at once, but take a second to start. */
function decoderFor(records: readonly NewRecord[]): PairDecoder {
  const decoded = records.filter(({ copyOf }) => copyOf === null).length;
  return decoded < worthProcesses ? inProcessDecoder : new DecoderPool();
}

function indexOf(report: DatasetReport, geometry: StoreGeometry, plan: Readonly<Record<Split, SplitPlan>>): StoreIndex {
  const ofSplit = ({ names, sources, hashes, slots, linked, made }: SplitPlan): StoreIndex['splits'][Split] => {
    return { names, sources, hashes, slots, shards: [...linked, ...made] };
  };
  const { size, jitterSize } = geometry;
  return {
    format: storeFormat,
    fingerprint: report.fingerprint,
    family: familyOf(report, geometry),
    size,
    jitterSize,
    splits: { train: ofSplit(plan.train), test: ofSplit(plan.test) },
  };
}

/** The whole stores that have some of the report's records, those with most of them first. */
async function basesOf(report: DatasetReport, geometry: StoreGeometry): Promise<readonly BaseStore[]> {
  const family = familyOf(report, geometry);
  const found: (BaseStore & { readonly count: number })[] = [];
  const entries = await readdir(storesFolder()).catch(() => []);
  for (const entry of entries.filter((name) => !name.includes(partialMark))) {
    const folder = join(storesFolder(), entry);
    const index = await readIndex(folder);
    const count = index?.family === family ? recordsIn(report, index) : 0;
    if (index !== null && count > 0 && (await isWhole(folder))) {
      found.push({ folder, index, count });
    }
  }
  return found.sort((a, b) => b.count - a.count);
}

async function isWhole(folder: string): Promise<boolean> {
  const store = await openWholeStore(folder);
  await store?.close();
  return store !== null;
}

/** The same file under a second name takes no room; where the file system cannot do that, it is copied. */
async function linkShards(from: string, to: string, { linked }: SplitPlan): Promise<void> {
  for (const { file } of linked) {
    await link(join(from, file), join(to, file)).catch(() => copyFile(join(from, file), join(to, file)));
  }
}

/** Takes a record from an old store; null when none has it, or a damaged one. */
async function copyRecord(
  stores: readonly (PairStore | null)[],
  split: Split,
  { copyOf, shard, position }: NewRecord,
  folder: string,
): Promise<Buffer | null> {
  const old = stores[copyOf?.base ?? -1] ?? null;
  const pair = copyOf === null ? null : await old?.readPair(split, copyOf.record).catch(() => null);
  if (old === null || copyOf === null || pair === null || pair === undefined) {
    return null;
  }
  const file = await open(join(folder, shard), 'r+');
  try {
    await file.writev([pair.input, pair.target], position);
  } finally {
    await file.close();
  }
  return old.hashOf(split, copyOf.record);
}
