/** The datasets that were opened last, newest first, kept in a small file. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { recentDatasetSchema, type RecentDataset } from '../contract/routes';

const largestCount = 8;

/** A file that is missing or damaged counts as empty: nothing of worth is lost with it. */
export async function readRecentDatasets(path: string): Promise<readonly RecentDataset[]> {
  try {
    return z.array(recentDatasetSchema).parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return [];
  }
}

/** Puts a dataset first. A list that cannot be written must not keep a dataset from being opened. */
export async function rememberDataset(path: string, dataset: RecentDataset): Promise<void> {
  const others = (await readRecentDatasets(path)).filter(({ folder }) => folder !== dataset.folder);
  const list = [dataset, ...others].slice(0, largestCount);
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(`${path}.new`, JSON.stringify(list, null, 2));
    await rename(`${path}.new`, path);
  } catch {
    return;
  }
}
