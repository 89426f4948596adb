/** What lies in the cache, how much room it takes, and how a person gets that room back. */
import type { Dirent } from 'node:fs';
import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CacheContents, CachePart } from '../contract/cache';
import { writeError } from '../contract/errors';
import {
  cacheFolder,
  calibrationsFolder,
  checkedFolder,
  downloadsFolder,
  isUnderWay,
  storesFolder,
} from './cache-folder';

/** Sizes are what the disk gives back: a shard that two stores share counts once. */
export async function readCache(): Promise<CacheContents> {
  const seen = new Set<string>();
  const stores = await sizeOf(storesFolder(), seen);
  const downloads = await sizeOf(downloadsFolder(), seen);
  const checked = await sizeOf(checkedFolder(), seen);
  const calibrations = await sizeOf(calibrationsFolder(), seen);
  const bytes = stores.bytes + downloads.bytes + checked.bytes + calibrations.bytes;
  return { folder: cacheFolder(), stores, downloads, bytes };
}

/**
 * Removes everything in the cache that no program is filling right now. It can all be made again; a training that reads
 * from a store goes on reading it.
 *
 * @returns what is left.
 * @throws AppError `write-failed`.
 */
export async function clearCache(): Promise<CacheContents> {
  for (const folder of [storesFolder(), downloadsFolder(), checkedFolder(), calibrationsFolder()]) {
    for (const { name } of await entriesOf(folder)) {
      const path = join(folder, name);
      if (!(await isUnderWay(path))) {
        await rm(path, { recursive: true, force: true }).catch((error: unknown) => {
          throw writeError(path, error);
        });
      }
    }
  }
  return readCache();
}

async function sizeOf(folder: string, seen: Set<string>): Promise<CachePart> {
  let [entries, bytes] = [0, 0];
  for (const { name } of await entriesOf(folder)) {
    entries += 1;
    bytes += await bytesOf(join(folder, name), seen);
  }
  return { entries, bytes };
}

async function bytesOf(path: string, seen: Set<string>): Promise<number> {
  const status = await lstat(path).catch(() => null);
  if (status === null) {
    return 0;
  }
  if (status.isDirectory()) {
    const sizes = await Promise.all((await entriesOf(path)).map(({ name }) => bytesOf(join(path, name), seen)));
    return sizes.reduce((sum, size) => sum + size, 0);
  }
  const identity = `${String(status.dev)} ${String(status.ino)}`;
  if (status.nlink > 1 && seen.has(identity)) {
    return 0;
  }
  seen.add(identity);
  return status.size;
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  return readdir(folder, { withFileTypes: true }).catch(() => []);
}
