/** Finds the packed store of a dataset, or makes it. */
import { createHash } from 'node:crypto';
import { access, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pairsOf, splits, type DatasetReport, type PairFile, type Split } from '../contract/dataset';
import { AppError } from '../contract/errors';
import { keepNewest, storesFolder, touch } from './cache-folder';
import { readImage } from './decode';
import { contentDigest, Fingerprint } from './fingerprint';
import { halves, resizeNearest } from './resize';
import { dataFile, imageBytes, indexFile, openWholeStore, storedSide, storeFormat } from './store';
import type { PairStore, StoreGeometry, StoreIndex } from './store';
import { makeWholeFolder, writeDurably } from './whole-folder';

/** Stores that stay in the cache; the ones unused for longest go first. */
const storesKept = 8;

export interface StoreOptions {
  /** Told after each pair while a store is made. */
  readonly progress?: (done: number, total: number) => void;
  /** Aborting it stops the making; the promise rejects with the signal's reason and no store is left. */
  readonly signal?: AbortSignal;
}

/**
 * Opens the dataset's store for a geometry. A whole one in the cache folder is used again; otherwise it is made, and
 * appears there at once and whole.
 *
 * @throws AppError `disk-full`, `write-failed`, `image-unreadable`, or `dataset-changed` when the pictures are no longer
 *   those of the report.
 */
export async function openStore(
  report: DatasetReport,
  geometry: StoreGeometry,
  options: StoreOptions = {},
): Promise<PairStore> {
  const folder = join(storesFolder(), storeKey(report, geometry));
  const store = (await openWholeStore(folder)) ?? (await makeStore(folder, report, geometry, options));
  await touch(folder);
  await keepNewest(storesFolder(), storesKept);
  return store;
}

/** Everything that the bytes of a store depend on. */
function storeKey(report: DatasetReport, geometry: StoreGeometry): string {
  const pairs = report.pairs.map(({ split, name }) => [split, name]);
  const { size, jitterSize, inputSide } = geometry;
  const parts = [storeFormat, report.fingerprint, size, jitterSize, inputSide, pairs];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

async function makeStore(
  folder: string,
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
  const store = await openWholeStore(folder);
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
  const writers = {
    train: await open(join(folder, dataFile('train')), 'w'),
    test: await open(join(folder, dataFile('test')), 'w'),
  };
  const fingerprint = new Fingerprint();
  try {
    for (const [index, pair] of report.pairs.entries()) {
      options.signal?.throwIfAborted();
      const { bytes, record } = await readRecord(pair, geometry);
      fingerprint.add(pair.name, contentDigest(bytes));
      await writers[pair.split].writeFile(record);
      options.progress?.(index + 1, report.pairs.length);
    }
    if (fingerprint.digest() !== report.fingerprint) {
      throw new AppError('dataset-changed', { path: report.folder });
    }
    await Promise.all(splits.map((split) => writers[split].sync()));
  } finally {
    await Promise.all(splits.map((split) => writers[split].close()));
  }
  const names = (split: Split): string[] => pairsOf(report, split).map(({ name }) => name);
  const { size, jitterSize, inputSide } = geometry;
  const described = { format: storeFormat, fingerprint: report.fingerprint, size, jitterSize, inputSide } as const;
  const index: StoreIndex = { ...described, train: names('train'), test: names('test') };
  await writeDurably(join(folder, indexFile), JSON.stringify(index));
}

/** The input's bytes and then the target's, both resized straight from the source. */
async function readRecord(pair: PairFile, geometry: StoreGeometry): Promise<{ bytes: Uint8Array; record: Uint8Array }> {
  const { bytes, picture } = await readImage(pair.path, pair.name);
  const side = storedSide(geometry, pair.split);
  const length = imageBytes(geometry, pair.split);
  const record = new Uint8Array(2 * length);
  const { left, right } = halves(picture);
  const [input, target] = geometry.inputSide === 'left' ? [left, right] : [right, left];
  resizeNearest(picture, input, side, record.subarray(0, length));
  resizeNearest(picture, target, side, record.subarray(length));
  return { bytes, record };
}
