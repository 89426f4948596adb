import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { run } from './setup/command.mjs';
import { withLock } from './setup/lock.mjs';
import { root, setupFolder } from './setup/paths.mjs';
import { SetupError, duration, say } from './setup/step.mjs';
import { isWhole, makeWhole } from './setup/whole-folder.mjs';
import { isMain, runMain } from './setup.mjs';

/** Python environments of the tests and benchmarks, and the exactly pinned packages of each. */
const requirements = {
  reference: join(root, 'test', 'reference', 'requirements.txt'),
  peers: join(root, 'bench', 'peers', 'requirements.txt'),
};

/** The pinned packages have wheels from this Python on. */
const oldestPython = '3.11';

/**
 * Makes a Python environment if it is not there.
 *
 * @param {string} name "reference" or "peers"
 * @returns {Promise<string>} path of its Python
 * @throws {SetupError} when there is no such environment, no fitting Python, or pip fails
 */
export async function pythonEnvironment(name) {
  const list = Object.entries(requirements).find(([known]) => known === name)?.[1];
  if (list === undefined) {
    throw new SetupError(`There is no Python environment "${name}".`, `Use ${Object.keys(requirements).join(' or ')}.`);
  }
  const packages = readFileSync(list, 'utf8');
  const folder = join(
    setupFolder,
    `python-${name}-${createHash('sha256').update(packages).digest('hex').slice(0, 12)}`,
  );
  const stamp = { packages };
  if (!isWhole(folder, stamp)) {
    // A lock of its own: a build need not wait for a download.
    await withLock(async () => {
      if (!isWhole(folder, stamp)) await makeWhole(folder, stamp, (partial) => install(name, list, partial));
    }, `${folder}.lock`);
  }
  return pythonIn(folder);
}

/**
 * The folder is renamed afterwards. Only its `python` is ever run, which finds its packages from where it lies, and no
 * installed script, which would look for the old path.
 *
 * @param {string} name
 * @param {string} list
 * @param {string} folder
 */
async function install(name, list, folder) {
  const title = `Python environment "${name}"`;
  say(`Set-up: ${title}: installing the packages of ${relative(root, list)} through pip …`);
  const start = performance.now();
  const python = await findPython();
  const venv = await run(python, ['-m', 'venv', '--without-pip', folder]);
  const pip = ['-m', 'pip', '--python', pythonIn(folder), 'install', '--quiet', '--disable-pip-version-check'];
  const packages = await run(python, [...pip, '--only-binary=:all:', '-r', list], { quiet: true });
  if (venv.code !== 0 || packages.code !== 0) {
    throw new SetupError(
      `${title}: pip could not install its packages.\n${packages.output}`,
      'Check that pip reaches a package index (pip download --no-deps six), then run the same command again.',
    );
  }
  say(`Set-up: ${title}: done in ${duration(performance.now() - start)}`);
}

/** @param {string} folder */
function pythonIn(folder) {
  return process.platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');
}

async function findPython() {
  const code = `import sys; sys.exit(sys.version_info < (${oldestPython.replace('.', ', ')}))`;
  for (const program of ['python3', 'python']) {
    if ((await run(program, ['-c', code], { quiet: true })).code === 0) return program;
  }
  throw new SetupError(
    `Python ${oldestPython} or newer was not found.`,
    'Install it with pip (on Debian and Ubuntu: apt-get install python3 python3-pip), then run the same command again.',
  );
}

if (isMain(import.meta.url)) {
  await runMain(async () => {
    process.stdout.write(`${await pythonEnvironment(process.argv[2] ?? '')}\n`);
  });
}
