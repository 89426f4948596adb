/** The datasets that were opened last, newest first, kept in a small file. */
import { z } from 'zod';
import { recentDatasetSchema, type RecentDataset } from '../contract/routes';
import { readSmallFile, writeSmallFile } from './small-file';

const largestCount = 8;

export function readRecentDatasets(path: string): readonly RecentDataset[] {
  return readSmallFile(path, z.array(recentDatasetSchema)) ?? [];
}

/** Puts a dataset first. A list that cannot be written must not keep a dataset from being opened. */
export function rememberDataset(path: string, dataset: RecentDataset): void {
  const others = readRecentDatasets(path).filter(({ folder }) => folder !== dataset.folder);
  try {
    writeSmallFile(path, [dataset, ...others].slice(0, largestCount));
  } catch {
    return;
  }
}
