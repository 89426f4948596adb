/** One of the paper's datasets, from the authors' server to a folder of pairs. */
import { readdir, statfs } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { AppError } from '../../contract/errors';
import {
  namedDataset,
  namedDatasetsAddress,
  type DatasetName,
  type FetchedDataset,
  type FetchProgress,
} from '../../contract/named-datasets';
import { downloadsFolder } from '../cache-folder';
import { makeWholeFolder } from '../whole-folder';
import { discardDownload, download } from './download';
import { extractArchive } from './extract';
import { parseAddress } from './request';

export interface FetchOptions {
  readonly progress?: (progress: FetchProgress) => void;
  readonly signal?: AbortSignal;
  /** The person has agreed to the dataset's terms, where that is asked for. */
  readonly agreed?: boolean;
}

/** Another server of the same archives: HTTPS, or this machine. */
const addressVariable = 'PIX2PIX_STUDIO_DATASETS';

/** Where a dataset's archive lies. @throws AppError `download-address` */
export function archiveAddress(name: DatasetName): URL {
  const chosen = process.env[addressVariable];
  const base = chosen === undefined || chosen === '' ? namedDatasetsAddress : chosen;
  return parseAddress(`${name}.tar.gz`, parseAddress(base.endsWith('/') ? base : `${base}/`));
}

/**
 * Loads and unpacks a dataset into a new folder, which appears whole or not at all. What was loaded before an
 * interruption is kept in the cache, and the next call goes on from there.
 *
 * @throws AppError `licence-not-accepted`, `output-exists`, `disk-too-small`, and those of `download` and
 *   `extractArchive`; the reason of an aborted signal.
 */
export async function fetchDataset(
  name: DatasetName,
  folder: string,
  options: FetchOptions = {},
): Promise<FetchedDataset> {
  const { needsAgreement, source } = namedDataset(name);
  if (needsAgreement && options.agreed !== true) {
    throw new AppError('licence-not-accepted', { dataset: name, address: source });
  }
  const target = resolve(folder);
  await refuseUsed(target);
  const archive = join(downloadsFolder(), `${name}.tar.gz.partial`);
  const { signal, progress } = options;
  const given = signal === undefined ? {} : { signal };
  await download(archiveAddress(name), archive, {
    ...given,
    begin: (missing, total) => requireRoom(archive, target, missing, total),
    progress(done, total) {
      progress?.({ stage: 'download', done, total });
    },
  });
  let pictures: Readonly<Record<string, number>> = {};
  try {
    await makeWholeFolder(target, async (temporary) => {
      pictures = await extractArchive(archive, name, temporary, {
        ...given,
        progress(done) {
          progress?.({ stage: 'extract', done, total: null });
        },
      });
      if ((pictures['train'] ?? 0) === 0) {
        throw new AppError('archive-damaged', { name, reason: 'no pictures lie in its folder train' });
      }
    });
  } catch (error) {
    if (error instanceof AppError && (error.code === 'archive-damaged' || error.code === 'archive-unsafe')) {
      // Going on from it would only find the same again.
      await discardDownload(archive);
    }
    throw error;
  }
  await discardDownload(archive);
  return { folder: target, pictures };
}

async function refuseUsed(folder: string): Promise<void> {
  const entries = await readdir(folder).catch(() => []);
  if (entries.length > 0) {
    throw new AppError('output-exists', { path: folder });
  }
}

/** The archive and its pictures need their room at the same time. */
async function requireRoom(
  archive: string,
  folder: string,
  missing: number | null,
  total: number | null,
): Promise<void> {
  if (missing === null || total === null) {
    return;
  }
  const [forArchive, forFolder] = await Promise.all([diskOf(dirname(archive)), diskOf(folder)]);
  const isSameDisk = forArchive.type === forFolder.type && forArchive.free === forFolder.free;
  const needs = [
    { path: archive, free: forArchive.free, needed: isSameDisk ? missing + total : missing },
    { path: folder, free: forFolder.free, needed: total },
  ];
  for (const { path, free, needed } of needs) {
    if (free < needed) {
      const [freeMegabytes, neededMegabytes] = [Math.floor(free / 1e6), Math.ceil(needed / 1e6)];
      throw new AppError('disk-too-small', { path, freeMegabytes, neededMegabytes });
    }
  }
}

/** Free room of the disk that a path will be on. */
async function diskOf(path: string): Promise<{ readonly type: number; readonly free: number }> {
  try {
    const { type, bavail, bsize } = await statfs(path);
    return { type, free: bavail * bsize };
  } catch (error) {
    const parent = dirname(path);
    if (parent === path) {
      throw error;
    }
    return diskOf(parent);
  }
}
