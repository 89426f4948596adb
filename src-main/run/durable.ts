/** Writing so that a crash leaves the old file or the new one, never a half. */
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writeError } from '../contract/errors';
import { writeDurably } from '../data/whole-folder';

/** Waits until a folder's entries are on the disk, where the platform can. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') {
    return;
  }
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/**
 * Replaces a file at once.
 *
 * @throws AppError `disk-full` or `write-failed`; the old file is then as it was.
 */
export async function replaceFile(path: string, contents: string | Uint8Array): Promise<void> {
  const temporary = `${path}.partial-${String(process.pid)}`;
  try {
    await writeDurably(temporary, contents);
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (error) {
    throw writeError(path, error);
  }
}

/** JSON as a person can read it, with the line end that editors expect. */
export function prettyJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
