/** Finds the packed store of a dataset, or makes it. */
import { createHash } from 'node:crypto';
import { access, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { filesOfPair, pairsOf, splits, type DatasetReport, type Split } from '../contract/dataset';
import { AppError } from '../contract/errors';
import { keepNewest, storesFolder, touch } from './cache-folder';
import { decodePair } from './decode-pair';
import { Fingerprint } from './fingerprint';
import { dataFile, indexFile, openWholeStore, storedSide, storeFormat } from './store';
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
  const pairs = report.pairs.map(({ split, name, input, target }) => [split, name, input.part, target.part]);
  const { size, jitterSize } = geometry;
  const parts = [storeFormat, report.fingerprint, report.recipe, size, jitterSize, pairs];
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
      const { input, target, digests } = await decodePair(pair, report.recipe, storedSide(geometry, pair.split));
      for (const [file, { name }] of filesOfPair(pair).entries()) {
        fingerprint.add(name, digests[file] ?? '');
      }
      await writers[pair.split].writev([input, target]);
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
  const { size, jitterSize } = geometry;
  const described = { format: storeFormat, fingerprint: report.fingerprint, size, jitterSize } as const;
  const index: StoreIndex = { ...described, train: names('train'), test: names('test') };
  await writeDurably(join(folder, indexFile), JSON.stringify(index));
}
