/** The sample pairs that are shipped with the application. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../contract/errors';
import { splits, type Split } from '../contract/dataset';
import type { SamplePair } from '../contract/routes';
import { appOrigin } from '../contract/wire';

/**
 * All pairs in `folder`, by split and name.
 *
 * @throws AppError `dataset-unreadable` if a split's folder cannot be read
 */
export async function listSamplePairs(folder: string): Promise<readonly SamplePair[]> {
  const lists = await Promise.all(splits.map((split) => listSplit(folder, split)));
  return lists.flat();
}

async function listSplit(folder: string, split: Split): Promise<readonly SamplePair[]> {
  const path = join(folder, split);
  const names = await readdir(path).catch((error: unknown) => {
    throw new AppError('dataset-unreadable', { path, reason: String(error) }, { cause: error });
  });
  return names
    .filter((name) => /\.(png|jpg)$/.test(name))
    .sort()
    .map((name) => ({ name, split, url: `${appOrigin}/sample-pairs/${split}/${encodeURIComponent(name)}` }));
}
