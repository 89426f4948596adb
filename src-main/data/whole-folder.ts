/** Folders and files that are whole or absent: written under another name and renamed when all is on the disk. */
import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { AppError, systemCode, writeError } from '../contract/errors';
import { partialMark } from '../contract/partial';

export { partialMark };

/**
 * Makes `folder` with what `fill` writes into the temporary folder that it is given. The folder appears at once and
 * complete; when `fill` fails, or the process dies, it does not appear at all.
 *
 * @param named what errors call it, where it is to take another folder's place
 * @throws AppError `output-exists` when the folder exists and is not empty, `disk-full` or `write-failed`; what `fill`
 *   throws and is no failed system call goes through as it is.
 */
export async function makeWholeFolder(
  folder: string,
  fill: (temporary: string) => Promise<void>,
  named = folder,
): Promise<void> {
  // A name of its own, so that two makers of the same folder never write into each other's.
  const temporary = `${resolve(folder)}${partialMark}${randomUUID()}`;
  try {
    await refuseUsedFolder(folder);
    await mkdir(temporary, { recursive: true });
    await fill(temporary);
    // An empty folder of that name gives way; Windows does not rename over one.
    await rmdir(folder).catch(ignoreMissing);
    await rename(temporary, folder);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
    if (systemCode(error) === 'ENOTEMPTY' || systemCode(error) === 'EEXIST') {
      throw new AppError('output-exists', { path: named }, { cause: error });
    }
    throw systemCode(error) === null ? error : writeError(named, error);
  }
}

/** Writes a file and waits until it is on the disk, so that a later rename never overtakes its contents. */
export async function writeDurably(path: string, contents: Uint8Array | string): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.writeFile(contents);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** What disks answer that cannot wait for a folder: CIFS and Ceph, and file systems of programs (FUSE). */
const withoutSync = ['EINVAL', 'ENOTSUP', 'ENOSYS'];

/**
 * Waits until a folder's entries are on the disk, where the platform can.
 *
 * @returns false where the disk cannot: its entries get there some time later
 * @throws Error of the file system for every other reason, EIO among them.
 */
export async function syncFolder(path: string): Promise<boolean> {
  if (process.platform === 'win32') {
    return true;
  }
  const folder = await open(path, 'r');
  try {
    await folder.sync();
    return true;
  } catch (error) {
    if (withoutSync.includes(systemCode(error) ?? '')) {
      return false;
    }
    throw error;
  } finally {
    await folder.close();
  }
}

/**
 * Writes a file in the place of one that may exist: a reader, and a crash, leave the old or the new contents, never a
 * part.
 *
 * @throws AppError `disk-full` or `write-failed`; the old file is then as it was.
 */
export async function replaceFile(path: string, contents: Uint8Array | string): Promise<void> {
  const temporary = `${path}${partialMark}${randomUUID()}`;
  try {
    await writeDurably(temporary, contents);
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw writeError(path, error);
  }
}

async function refuseUsedFolder(folder: string): Promise<void> {
  const isUsed = await stat(folder).then(
    async (status) => !status.isDirectory() || (await readdir(folder)).length > 0,
    (error: unknown) => {
      ignoreMissing(error);
      return false;
    },
  );
  if (isUsed) {
    throw new AppError('output-exists', { path: folder });
  }
}

function ignoreMissing(error: unknown): void {
  if (systemCode(error) !== 'ENOENT') {
    throw error;
  }
}
