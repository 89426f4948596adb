import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.mjs';
import { setupFolder } from './paths.mjs';
import { platformFor, tensorflowVersion } from './platforms.mjs';
import { SetupError, say } from './step.mjs';
import { extractEntry, listWheel } from './wheel.mjs';
import { isWhole, makeWhole } from './whole-folder.mjs';

/** @typedef {import('./platforms.mjs').Platform} Platform */

/** Holds deps/lib (the libraries), deps/include (the few headers the addon needs) and the licence files. */
export const tensorflowFolder = join(setupFolder, 'tensorflow');

const headers =
  /^tensorflow\/include\/(tensorflow\/c\/|tensorflow\/core\/platform\/ctstring|tsl\/platform\/ctstring|xla\/tsl\/c\/).*\.h$/;
const licences = /^tensorflow\/(THIRD_PARTY_NOTICES\.txt|include\/LICENSE)$/;

/** @param {Platform} platform */
const stampOf = (platform) => ({
  package: platform.package,
  version: tensorflowVersion,
  sha256: platform.sha256,
  layout: 1,
});

/**
 * This machine's platform.
 *
 * @throws {SetupError} when there is no recipe for it
 */
export function thisPlatform() {
  const platform = platformFor(process.platform, process.arch);
  if ('reason' in platform) throw new SetupError(platform.reason, 'Use a Linux x64 machine (or WSL 2 on Windows).');
  return platform;
}

/** @type {import('./step.mjs').Step} */
export const tensorflow = {
  name: 'TensorFlow library',
  doing: `fetching TensorFlow ${tensorflowVersion} through pip (about 270 MB) and unpacking it (about 860 MB)`,
  done: () => isWhole(tensorflowFolder, stampOf(thisPlatform())),
  async run() {
    const platform = thisPlatform();
    if (!platform.tried) say(`Note: ${platform.title} follows the recipe of Linux x64 but has not been tried.`);
    const download = join(setupFolder, 'download');
    rmSync(download, { recursive: true, force: true });
    mkdirSync(download, { recursive: true });
    try {
      const wheel = await downloadWheel(platform, download);
      await makeWhole(tensorflowFolder, stampOf(platform), (partial) => unpackWheel(wheel, platform, partial));
    } finally {
      rmSync(download, { recursive: true, force: true });
    }
  },
};

/**
 * Which file of the wheel goes where in the library's folder, or undefined for one that is not needed.
 *
 * @param {string} name path inside the wheel
 * @param {Platform} platform
 */
export function destination(name, platform) {
  if (headers.test(name)) return name.replace(/^tensorflow\/include\//, 'deps/include/');
  if (licences.test(name)) return `licences/${name.slice(name.lastIndexOf('/') + 1)}`;
  const library = platform.libraries[name.replace(/^tensorflow\//, '')];
  return library === undefined ? undefined : `deps/lib/${library}`;
}

/**
 * pip fetches by name from wherever the person's own configuration points, and checks the hash.
 *
 * @param {Platform} platform
 * @param {string} folder
 * @returns {Promise<string>} the wheel's path
 */
async function downloadWheel(platform, folder) {
  const requirements = join(folder, 'requirements.txt');
  writeFileSync(requirements, `${platform.package}==${tensorflowVersion} --hash=sha256:${platform.sha256}\n`);
  const [python, ...first] = await findPip();
  const pip = [
    ...first,
    'download',
    '--no-deps',
    '--require-hashes',
    '--only-binary=:all:',
    '--platform',
    platform.tag,
  ];
  const target = ['--python-version', '3.11', '--implementation', 'cp', '--abi', 'cp311', '--dest', folder];
  const { code } = await run(python, [...pip, ...target, '-r', requirements]);
  const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'));
  if (code !== 0 || wheel === undefined) {
    throw new SetupError(
      `pip could not fetch ${platform.package} ${tensorflowVersion}; its output is above.`,
      'Check that pip reaches a package index (pip download --no-deps six), then run the same command again.',
    );
  }
  return join(folder, wheel);
}

/** @returns {Promise<[string, ...string[]]>} the command that starts pip */
async function findPip() {
  /** @type {[string, ...string[]][]} */
  const candidates = [['python3', '-m', 'pip'], ['python', '-m', 'pip'], ['pip3'], ['pip']];
  for (const [program, ...first] of candidates) {
    const { code } = await run(program, [...first, '--version'], { quiet: true });
    if (code === 0) return [program, ...first];
  }
  throw new SetupError(
    'Python’s pip, which fetches the TensorFlow library, was not found.',
    'Install Python 3 with pip (on Debian and Ubuntu: apt-get install python3-pip), then run the same command again.',
  );
}

/**
 * @param {string} wheel
 * @param {Platform} platform
 * @param {string} folder
 */
async function unpackWheel(wheel, platform, folder) {
  const found = new Set();
  for (const entry of await listWheel(wheel)) {
    const target = destination(entry.name, platform);
    if (target === undefined) continue;
    await extractEntry(wheel, entry, join(folder, target));
    found.add(target);
  }
  for (const library of Object.values(platform.libraries)) {
    if (found.has(`deps/lib/${library}`)) continue;
    throw new SetupError(
      `The wheel has no ${library}.`,
      'Please report this: the table in scripts/setup/platforms.mjs is wrong.',
    );
  }
  for (const [name, target] of Object.entries(platform.links)) symlinkSync(target, join(folder, 'deps', 'lib', name));
}
