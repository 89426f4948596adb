/** Folders by names that TensorFlow cannot take for a pattern. */
import { cpSync, mkdtempSync, rmdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { writeError } from '../contract/errors';

/** On Windows a backslash parts folders, and TensorFlow knows. */
const patternMarks = process.platform === 'win32' ? /[*?[]/ : /[*?[\\]/;

/**
 * Gives `work` a path to a folder to read from. TensorFlow searches for the files of a checkpoint by pattern: in a folder
 * named `try [1]` it finds none, and an escaped name would then be opened as it stands. Such a folder is read through a
 * link of a plain name, which is gone when `work` has returned. What TensorFlow writes, it writes to the path as it is.
 *
 * @param work must be done with the files when it returns
 * @throws AppError `disk-full`, `write-failed` where no link can be made; what `work` throws.
 */
export function withPlainFolder<T>(folder: string, work: (plain: string) => T): T {
  const path = resolve(folder);
  if (isPlain(path)) {
    return work(path);
  }
  const holder = makeHolder(path);
  const link = join(holder, 'folder');
  try {
    linkFolder(path, link);
    return work(link);
  } finally {
    // Of a link, this removes the link alone.
    rmSync(link, { recursive: true, force: true });
    rmdirSync(holder);
  }
}

function isPlain(path: string): boolean {
  return !patternMarks.test(path);
}

/** Makes a folder in the one for temporary files; if that has such a name itself, above the folder that is read. */
function makeHolder(path: string): string {
  const temporary = tmpdir();
  const place = isPlain(temporary) ? temporary : plainAncestor(path);
  try {
    return mkdtempSync(join(place, 'pix2pix-folder-'));
  } catch (error) {
    throw writeError(place, error);
  }
}

function plainAncestor(path: string): string {
  const parent = dirname(path);
  return isPlain(parent) ? parent : plainAncestor(parent);
}

/** A junction needs no permission on Windows, but cannot lead to another computer; what lies there is copied. */
function linkFolder(path: string, link: string): void {
  try {
    symlinkSync(path, link, 'junction');
  } catch {
    try {
      cpSync(path, link, { recursive: true });
    } catch (error) {
      throw writeError(link, error);
    }
  }
}
