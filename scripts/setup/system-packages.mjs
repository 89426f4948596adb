import { spawnSync } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './command.mjs';
import { SetupError, say } from './step.mjs';

/**
 * A Debian package, and the program or shared library whose presence means that it is not needed.
 *
 * @typedef {{ name: string, program?: string, library?: string, renamed?: boolean }} SystemPackage
 */

/** @type {readonly SystemPackage[]} */
const forTraining = [
  { name: 'python3-pip', program: 'pip3' },
  { name: 'g++', program: 'g++' },
];

/**
 * `renamed` ones end in t64 since Debian 13 and Ubuntu 24.04.
 *
 * @type {readonly SystemPackage[]}
 */
const forWindow = [
  { name: 'libgtk-3-0', library: 'libgtk-3.so.0', renamed: true },
  { name: 'libnss3', library: 'libnss3.so' },
  { name: 'libasound2', library: 'libasound.so.2', renamed: true },
  { name: 'libgbm1', library: 'libgbm.so.1' },
  { name: 'libxss1', library: 'libXss.so.1' },
  { name: 'libatk-bridge2.0-0', library: 'libatk-bridge-2.0.so.0', renamed: true },
  { name: 'xvfb', program: 'Xvfb' },
  { name: 'xauth', program: 'xauth' },
];

/** @type {import('./step.mjs').Step} */
export const trainingPackages = systemStep('System packages for building the addon', forTraining);

/** @type {import('./step.mjs').Step} */
export const windowPackages = systemStep('System packages for the window', forWindow);

/**
 * @param {string} name
 * @param {readonly SystemPackage[]} packages
 * @returns {import('./step.mjs').Step}
 */
function systemStep(name, packages) {
  return {
    name,
    doing: 'installing what is missing',
    done: () => process.platform !== 'linux' || missing(packages).length === 0,
    async run() {
      const release = readRelease();
      const names = missing(packages).map((wanted) => packageName(wanted, release));
      const command = ['apt-get', 'install', '-y', '--no-install-recommends', ...names];
      const [program, ...rest] = command;
      if (process.getuid?.() !== 0 || !isProgram('apt-get')) {
        throw new SetupError(`Missing on this system: ${names.join(', ')}.`, `Install them: sudo ${command.join(' ')}`);
      }
      say(`Set-up: ${command.join(' ')}`);
      const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
      await run('apt-get', ['update', '-q'], { environment });
      const { code } = await run(String(program), rest, { environment });
      if (code !== 0) {
        throw new SetupError(
          `apt-get could not install ${names.join(', ')}; its output is above.`,
          `Install them: ${command.join(' ')}`,
        );
      }
    },
  };
}

/** @param {readonly SystemPackage[]} packages */
function missing(packages) {
  const libraries = packages.some(({ library }) => library !== undefined) ? knownLibraries() : '';
  return packages.filter(({ program, library }) => {
    if (program !== undefined) return !isProgram(program);
    return library !== undefined && !libraries.includes(`\t${library} `);
  });
}

/** The dynamic linker's own list; on a system without one, nothing is known to be there. */
function knownLibraries() {
  const { stdout } = spawnSync(isProgram('ldconfig') ? 'ldconfig' : '/sbin/ldconfig', ['-p'], { encoding: 'utf8' });
  return stdout ?? '';
}

/** @param {string} name */
function isProgram(name) {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function readRelease() {
  try {
    return readFileSync('/etc/os-release', 'utf8');
  } catch {
    return '';
  }
}

/**
 * The package's name in this release of Debian or Ubuntu.
 *
 * @param {SystemPackage} wanted
 * @param {string} release the text of /etc/os-release
 */
export function packageName(wanted, release) {
  const id = /^ID="?([^"\n]*)/m.exec(release)?.[1];
  const version = Number.parseFloat(/^VERSION_ID="?([^"\n]*)/m.exec(release)?.[1] ?? '');
  const isNew = (id === 'debian' && version >= 13) || (id === 'ubuntu' && version >= 24.04);
  return wanted.renamed && isNew ? `${wanted.name}t64` : wanted.name;
}
