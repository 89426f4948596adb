/**
 * The folders that a person chose, dropped, opened before or named: no other is read for the window, so that one which
 * has been taken over cannot look around on the disk.
 */
import { isAbsolute, resolve } from 'node:path';
import { z } from 'zod';
import { longestPath } from '../contract/config';
import { AppError } from '../contract/errors';
import { readSmallFile, writeSmallFile } from './small-file';

export interface KnownFolders {
  /** A person pointed at this folder. What is no absolute path is passed over. */
  readonly add: (folder: string) => void;
  /** @throws AppError `dataset-missing` for what is no absolute path, `folder-not-chosen` for an unknown one */
  readonly require: (folder: string) => void;
}

const mostFolders = 1000;

const fileSchema = z.array(z.string());

/**
 * @param path of the file that keeps them
 * @param more folders that are known from elsewhere
 */
export function keepKnownFolders(path: string, more: readonly string[]): KnownFolders {
  /** The newest last. */
  const known = new Set([...more, ...(readSmallFile(path, fileSchema) ?? [])].map((folder) => resolve(folder)));

  return {
    add(folder) {
      if (!isAbsolute(folder) || folder.length > longestPath || known.has(resolve(folder))) {
        return;
      }
      known.add(resolve(folder));
      try {
        writeSmallFile(path, [...known].slice(-mostFolders));
      } catch {
        // On a full disk it is known until the application ends.
      }
    },
    require(folder) {
      if (!isAbsolute(folder)) {
        throw new AppError('dataset-missing', { path: folder });
      }
      if (!known.has(resolve(folder))) {
        throw new AppError('folder-not-chosen', { path: folder });
      }
    },
  };
}
