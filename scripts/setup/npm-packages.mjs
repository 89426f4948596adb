import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm, run } from './command.mjs';
import { root } from './paths.mjs';
import { SetupError } from './step.mjs';

/** @typedef {{ version?: string, resolved?: string, integrity?: string, optional?: boolean, link?: boolean }} LockedPackage */

/**
 * Whether the packages that npm last installed are those of the lock file. npm writes its own record
 * (`node_modules/.package-lock.json`) at the end of an installation, so an interrupted one has none.
 *
 * @param {Record<string, LockedPackage>} locked `packages` of package-lock.json
 * @param {Record<string, LockedPackage>} installed `packages` of npm's record
 */
export function packagesMatch(locked, installed) {
  for (const [path, wanted] of Object.entries(locked)) {
    if (path === '') continue;
    const found = installed[path];
    // Optional packages of other platforms are in the lock file only.
    if (found === undefined && wanted.optional) continue;
    if (found?.version !== wanted.version || found?.integrity !== wanted.integrity) return false;
  }
  return Object.keys(installed).every((path) => path in locked);
}

/** @type {import('./step.mjs').Step} */
export const npmPackages = {
  name: 'npm packages',
  doing: 'installing the packages that package-lock.json names, without their install scripts',
  done() {
    const installed = readPackages(join(root, 'node_modules', '.package-lock.json'));
    const locked = readPackages(join(root, 'package-lock.json'));
    return installed !== undefined && locked !== undefined && packagesMatch(locked, installed);
  },
  async run() {
    const { program, first } = npm();
    const { code } = await run(program, [...first, 'ci', '--loglevel=error'], { folder: root });
    if (code !== 0) {
      throw new SetupError(
        `npm ci ended with code ${String(code)}; its output is above.`,
        'Check that this machine reaches an npm registry (npm ping), then run the same command again.',
      );
    }
  },
};

/**
 * @param {string} path
 * @returns {Record<string, LockedPackage> | undefined}
 */
function readPackages(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages;
  } catch {
    return undefined;
  }
}
