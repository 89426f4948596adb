/** The datasets that were opened last, newest first, kept in a small file. */
import { access } from 'node:fs/promises';
import { z } from 'zod';
import { recentDatasetSchema, type ListedDataset, type RecentDataset } from '../contract/routes';
import { readSmallFile, writeSmallFile } from './small-file';

const largestCount = 8;

export function readRecentDatasets(path: string): readonly RecentDataset[] {
  return readSmallFile(path, z.array(recentDatasetSchema)) ?? [];
}

/** The same, with what has become of their folders. */
export function listRecentDatasets(path: string): Promise<readonly ListedDataset[]> {
  return Promise.all(
    readRecentDatasets(path).map(async (dataset) => {
      const isMissing = await access(dataset.folder).then(
        () => false,
        () => true,
      );
      return { ...dataset, isMissing };
    }),
  );
}

/** Puts a dataset first. A list that cannot be written must not keep a dataset from being opened. */
export function rememberDataset(path: string, dataset: RecentDataset): void {
  try {
    writeSmallFile(path, [dataset, ...othersThan(path, dataset.folder)].slice(0, largestCount));
  } catch {
    return;
  }
}

/** Takes a dataset off the list. @throws the system's error when the list cannot be written */
export function forgetDataset(path: string, folder: string): void {
  writeSmallFile(path, othersThan(path, folder));
}

function othersThan(path: string, folder: string): readonly RecentDataset[] {
  return readRecentDatasets(path).filter((dataset) => dataset.folder !== folder);
}
