import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The file that says what a folder was made from. */
export const stampName = 'complete.json';

/**
 * Whether the folder was finished for exactly this stamp. A folder that an interruption left half made never is,
 * because its stamp is written last and its name is given only after that.
 *
 * @param {string} folder
 * @param {object} stamp versions and hashes that the contents were made from
 */
export function isWhole(folder, stamp) {
  try {
    return readFileSync(join(folder, stampName), 'utf8') === JSON.stringify(stamp);
  } catch {
    return false;
  }
}

/**
 * Makes a folder whole or not at all: fills a folder beside it, stamps it, then gives it its name.
 *
 * @param {string} folder
 * @param {object} stamp
 * @param {(partial: string) => Promise<void>} fill
 */
export async function makeWhole(folder, stamp, fill) {
  const partial = `${folder}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  await fill(partial);
  writeFileSync(join(partial, stampName), JSON.stringify(stamp));
  replace(partial, folder);
}

/**
 * Renames `source` over `target`, whatever was there: a file, a link or a full folder.
 *
 * @param {string} source
 * @param {string} target
 */
export function replace(source, target) {
  const old = `${target}.old`;
  rmSync(old, { recursive: true, force: true });
  mkdirSync(dirname(target), { recursive: true });
  try {
    renameSync(target, old);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  renameSync(source, target);
  rmSync(old, { recursive: true, force: true });
}
