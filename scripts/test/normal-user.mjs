import { spawnSync } from 'node:child_process';
import { chownSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../setup/paths.mjs';

/** "nobody" of every Linux, who owns nothing. */
const user = 65_534;

/**
 * What comes before a command that an ordinary user is to run: Chromium's sandbox refuses to run as root.
 *
 * @param {string} home folder of what programs keep for their user
 * @returns {readonly string[]}
 */
export function asNormalUser(home) {
  const folders = ['XDG_CACHE_HOME', 'XDG_CONFIG_HOME', 'XDG_RUNTIME_DIR'].flatMap((name) => ['-u', name]);
  const identity = [`--reuid=${String(user)}`, `--regid=${String(user)}`, '--clear-groups'];
  return ['setpriv', ...identity, 'env', ...folders, `HOME=${home}`];
}

/**
 * Whether root started these tests, where an ordinary user can run them too: one who may read this checkout and make the
 * namespaces of which the sandbox consists.
 *
 * @returns {boolean}
 */
export function canBeNormalUser() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const reading = `require('node:fs').readFileSync(${JSON.stringify(join(root, 'package.json'))})`;
  const attempt = ['unshare', '--user', process.execPath, '-e', reading];
  const [program, ...rest] = [...asNormalUser('/'), ...attempt];
  return spawnSync(String(program), rest, { cwd: root, stdio: 'ignore' }).status === 0;
}

/**
 * Gives the ordinary user empty folders.
 *
 * @param {readonly string[]} folders
 */
export function giveFolders(folders) {
  for (const folder of folders) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    chownSync(folder, user, user);
  }
}
