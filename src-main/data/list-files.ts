/** Reads folders of a dataset: what lies in them, before any file is opened. */
import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AppError, systemCode } from '../contract/errors';
import { inNaturalOrder } from './natural-order';

export interface ListedFile {
  /** Absolute. */
  readonly path: string;
  /** Relative to the dataset folder, forward slashes, in Unicode's composed form: the same on every system. */
  readonly name: string;
  /** Of its folder, without the ending: what the two files of a pair have in common. */
  readonly key: string;
}

export interface ListedFolder {
  /** In natural order. */
  readonly files: readonly ListedFile[];
  /** Names of its folders. */
  readonly folders: readonly string[];
  /** Names of hidden files and of texts that accompany a dataset, relative to the dataset folder. */
  readonly ignored: readonly string[];
}

/**
 * What is in a folder.
 *
 * @param dataset the dataset folder
 * @param folder relative to it; empty for itself
 * @throws AppError `dataset-missing`, `dataset-not-folder`, `dataset-unreadable`
 */
export async function listFolder(dataset: string, folder = ''): Promise<ListedFolder> {
  const parent = resolve(dataset, folder);
  const files: ListedFile[] = [];
  const folders: string[] = [];
  const ignored: string[] = [];
  for (const entry of await readFolder(parent)) {
    const name = [...(folder === '' ? [] : [folder]), entry.name].join('/').normalize('NFC');
    const path = join(parent, entry.name);
    if (isSilent(entry.name)) {
      ignored.push(name);
    } else if (entry.isDirectory() || (entry.isSymbolicLink() && (await isDirectory(path)))) {
      folders.push(entry.name);
    } else {
      files.push({ path, name, key: keyOf(entry.name) });
    }
  }
  return {
    files: inNaturalOrder(files, (file) => file.name),
    folders: inNaturalOrder(folders, (name) => name),
    ignored: inNaturalOrder(ignored, (name) => name),
  };
}

/** "Ä1.tar" for "Ä1.tar.png". */
function keyOf(entry: string): string {
  return entry.replace(/(?<=.)\.[^.]*$/, '').normalize('NFC');
}

/** Hidden files, and texts that accompany a dataset. */
function isSilent(entry: string): boolean {
  return entry.startsWith('.') || /\.(md|txt)$/i.test(entry);
}

/** Where a link leads. One that leads nowhere, or to itself, counts as a file: reading it will say what is wrong. */
async function isDirectory(path: string): Promise<boolean> {
  const status = await stat(path).catch(() => null);
  return status?.isDirectory() === true;
}

async function readFolder(path: string): Promise<Dirent[]> {
  try {
    return await readdir(path, { withFileTypes: true });
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
