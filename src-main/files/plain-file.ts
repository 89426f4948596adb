/**
 * The one door to a file that somebody else may have made: below its folder, no link, a regular file, and no larger than
 * such a file can be. What is none of these never holds up the thread that opens it.
 */
import { constants } from 'node:fs';
import { open, readdir, realpath, type FileHandle } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { AppError, type RefusedKind } from '../contract/errors';

/** Windows has neither flag, which then counts as 0. Without `O_NONBLOCK`, opening a pipe lasts until somebody writes into it. */
const reading = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * Opens a file for reading. The caller closes it.
 *
 * @param root the folder that a person chose; it may be reached through links
 * @param name below it, with the system's separators
 * @param longest bytes that such a file can have
 * @throws AppError `file-refused`, `file-too-large`; Error of the file system, with its code, where there is no such file
 *   or it cannot be read
 */
export async function openPlainFile(root: string, name: string, longest = Infinity): Promise<FileHandle> {
  const path = join(root, name);
  await requireBelow(root, path);
  const file = await open(path, reading).catch((error: unknown) => {
    throw refusal(path, error);
  });
  try {
    const status = await file.stat();
    if (!status.isFile()) {
      throw new AppError('file-refused', { path, kind: kindOf(status) });
    }
    if (status.size > longest) {
      throw new AppError('file-too-large', { path, bytes: status.size, limit: longest });
    }
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

/**
 * All bytes of a file.
 *
 * @throws as `openPlainFile`
 */
export async function readPlainFile(root: string, name: string, longest: number): Promise<Buffer> {
  const file = await openPlainFile(root, name, longest);
  try {
    const { size } = await file.stat();
    const contents = Buffer.alloc(size);
    let length = 0;
    // One that grows meanwhile is read as long as it was.
    for (let read = -1; read !== 0 && length < size; length += read) {
      ({ bytesRead: read } = await file.read(contents, length, size - length, null));
    }
    return contents.subarray(0, length);
  } finally {
    await file.close();
  }
}

/** The same as text. @throws as `openPlainFile` */
export async function readPlainText(root: string, name: string, longest: number): Promise<string> {
  return (await readPlainFile(root, name, longest)).toString('utf8');
}

/**
 * The names in a folder, in no order.
 *
 * @throws AppError `file-refused` for one that a link leads out of `root` to; Error of the file system
 */
export async function listPlainFolder(root: string, name: string): Promise<readonly string[]> {
  const path = join(root, name);
  await requireBelow(root, join(path, '.file'));
  return readdir(path);
}

/** @throws AppError `file-refused` naming the folder of `path` that leads out of `root` */
async function requireBelow(root: string, path: string): Promise<void> {
  const folder = dirname(path);
  if (folder === dirname(join(root, '.file'))) {
    return;
  }
  const [realRoot, realFolder] = await Promise.all([realpath(root), realpath(folder)]);
  if (realFolder !== realRoot && !realFolder.startsWith(realRoot.endsWith(sep) ? realRoot : realRoot + sep)) {
    throw new AppError('file-refused', { path: folder, kind: 'outside' });
  }
}

function refusal(path: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ELOOP') {
    return new AppError('file-refused', { path, kind: 'link' }, { cause: error });
  }
  // A socket cannot be opened at all, and some devices not without waiting.
  return code === 'ENXIO' ? new AppError('file-refused', { path, kind: 'special' }, { cause: error }) : error;
}

function kindOf(status: Stats): RefusedKind {
  return status.isDirectory() ? 'folder' : 'special';
}
