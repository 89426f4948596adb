import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

/**
 * A hash over names and contents of files, so that it changes when one is edited, added, renamed or deleted, and not
 * when one is only touched.
 *
 * @param {string} folder paths are hashed relative to it
 * @param {readonly string[]} paths files and folders below it, or absent ones
 */
export function fingerprint(folder, paths) {
  const hash = createHash('sha256');
  for (const path of paths.flatMap((name) => filesUnder(join(folder, name))).sort()) {
    hash
      .update(`${relative(folder, path)}\0`)
      .update(readFileSync(path))
      .update('\0');
  }
  return hash.digest('hex');
}

/**
 * @param {string} path
 * @returns {string[]}
 */
function filesUnder(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return [];
  if (stat.isFile()) return [path];
  return readdirSync(path).flatMap((name) => filesUnder(join(path, name)));
}
