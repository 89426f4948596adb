/** Lists the candidates of a dataset folder: which files lie where, before any is opened. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Split } from '../contract/dataset';
import { AppError, systemCode } from '../contract/errors';
import { compareNaturally } from './natural-order';

export interface ListedFile {
  /** Null in a flat folder, where the seed will decide. */
  readonly split: Split | null;
  readonly path: string;
  /** Relative to the dataset folder, forward slashes, in Unicode's composed form: the same on every system. */
  readonly name: string;
}

export interface Listing {
  readonly layout: 'split-folders' | 'flat';
  readonly files: readonly ListedFile[];
}

/**
 * Files of train/ and test/ (val/ where there is no test/), or of the folder itself when it has none of these. In
 * natural order; subfolders, hidden files and texts such as a licence are left out.
 *
 * @throws AppError `dataset-missing`, `dataset-not-folder`, `dataset-unreadable`.
 */
export async function listFiles(folder: string): Promise<Listing> {
  const entries = await readFolder(folder);
  const subfolder = (name: string): string | undefined => entries.find((entry) => entry.toLowerCase() === name);
  const train = await directoryOrNull(folder, subfolder('train'));
  const test = (await directoryOrNull(folder, subfolder('test'))) ?? (await directoryOrNull(folder, subfolder('val')));
  if (train === null && test === null) {
    return { layout: 'flat', files: await filesOf(folder, null, null) };
  }
  const files = [
    ...(train === null ? [] : await filesOf(folder, train, 'train')),
    ...(test === null ? [] : await filesOf(folder, test, 'test')),
  ];
  return { layout: 'split-folders', files };
}

async function filesOf(folder: string, subfolder: string | null, split: Split | null): Promise<ListedFile[]> {
  const parent = subfolder === null ? folder : join(folder, subfolder);
  const entries = (await readFolder(parent)).filter((entry) => !isSilent(entry));
  const files: ListedFile[] = [];
  for (const entry of entries) {
    const path = join(parent, entry);
    if (!(await isDirectory(path))) {
      const name = subfolder === null ? entry : `${subfolder}/${entry}`;
      files.push({ split, path, name: name.normalize('NFC') });
    }
  }
  return files.sort((a, b) => compareNaturally(a.name, b.name));
}

/** Hidden files, and texts that accompany a dataset. */
function isSilent(entry: string): boolean {
  return entry.startsWith('.') || /\.(md|txt)$/i.test(entry);
}

async function directoryOrNull(folder: string, entry: string | undefined): Promise<string | null> {
  return entry !== undefined && (await isDirectory(join(folder, entry))) ? entry : null;
}

/** What cannot be looked at, such as a link to itself, counts as a file: reading it will say what is wrong. */
async function isDirectory(path: string): Promise<boolean> {
  const status = await stat(path).catch(() => null);
  return status?.isDirectory() === true;
}

async function readFolder(path: string): Promise<string[]> {
  try {
    return await readdir(path);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') {
      throw new AppError('dataset-missing', { path }, { cause: error });
    }
    if (systemCode(error) === 'ENOTDIR') {
      throw new AppError('dataset-not-folder', { path }, { cause: error });
    }
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError('dataset-unreadable', { path, reason }, { cause: error });
  }
}
