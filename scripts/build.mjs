import { copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMain, runMain, setUp } from './setup.mjs';
import { run } from './setup/command.mjs';
import { fingerprint } from './setup/fingerprint.mjs';
import { withLock } from './setup/lock.mjs';
import { root } from './setup/paths.mjs';
import { SetupError, duration, say } from './setup/step.mjs';
import { isWhole, replace, stampName } from './setup/whole-folder.mjs';

const configuration = [
  'package-lock.json',
  'tsconfig.base.json',
  'electron.vite.config.mts',
  'svelte.config.mjs',
  'scripts/bundle-guard.mjs',
  'scripts/licences.mjs',
];

/** The folders of `out` and what each is built from. The command line needs only the first. */
const parts = [
  { name: 'main', window: false, sources: ['src-main', ...configuration] },
  {
    name: 'page',
    window: false,
    sources: [
      'src-renderer/exported',
      'src-main/contract',
      'src-main/data',
      'src-main/run/shown-square.ts',
      'vite.exported-page.config.mts',
      ...configuration,
    ],
  },
  { name: 'preload', window: true, sources: ['src-main/preload', 'src-main/contract', ...configuration] },
  { name: 'renderer', window: true, sources: ['src-renderer', 'src-main/contract', ...configuration] },
];

/**
 * Builds into `out` what is missing there or older than its sources.
 *
 * @param {{ window: boolean }} what whether the window is needed too, or only the command line
 * @returns {Promise<boolean>} whether anything had to be built
 * @throws {SetupError} when the sources do not build
 */
export async function build({ window }) {
  const wanted = parts.filter((part) => window || !part.window);
  if (wanted.every(isBuilt)) return false;
  return withLock(async () => {
    if (wanted.every(isBuilt)) return false;
    const start = performance.now();
    say(`Build: ${window ? 'application and command line' : 'command line'} …`);
    const stamps = wanted.map(stampOf);
    await bundle(window);
    for (const [index, { name }] of wanted.entries()) {
      writeFileSync(join(partial, name, stampName), JSON.stringify(stamps[index]));
      replace(join(partial, name), join(root, 'out', name));
    }
    rmSync(partial, { recursive: true, force: true });
    say(`Build: done in ${duration(performance.now() - start)}`);
    return true;
  });
}

/** As deep as `out`, so that the source maps' relative paths hold. */
const partial = join(root, 'out.partial');

/** @param {{ sources: readonly string[] }} part */
const stampOf = ({ sources }) => ({ sources: fingerprint(root, sources) });

/** @param {{ name: string, sources: readonly string[] }} part */
const isBuilt = (part) => isWhole(join(root, 'out', part.name), stampOf(part));

/** @param {boolean} window */
async function bundle(window) {
  rmSync(partial, { recursive: true, force: true });
  const program = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const mode = window ? 'production' : 'terminal';
  const { code, output } = await run(
    process.execPath,
    [program, 'build', '--mode', mode, '--outDir', partial, '--logLevel', 'warn'],
    { folder: root, quiet: true },
  );
  const page = await bundlePage();
  if (code === 0 && page.code === 0 && existsSync(join(partial, 'main'))) return;
  say(output + page.output);
  throw new SetupError(
    'The sources could not be built; the messages are above.',
    'Mend what they name and start again.',
  );
}

/** The page of TF.js exports, with the WebAssembly module that it computes by. */
async function bundlePage() {
  const program = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const folder = join(partial, 'page');
  const options = ['--config', 'vite.exported-page.config.mts', '--outDir', folder, '--logLevel', 'warn'];
  const result = await run(process.execPath, [program, 'build', ...options], { folder: root, quiet: true });
  mkdirSync(folder, { recursive: true });
  const wasm = 'tfjs-backend-wasm-simd.wasm';
  copyFileSync(join(root, 'node_modules/@tensorflow/tfjs-backend-wasm/dist', wasm), join(folder, 'backend.wasm'));
  return result;
}

if (isMain(import.meta.url)) {
  await runMain(async () => {
    await setUp({ window: false });
    if (!(await build({ window: true }))) say('Build: out/ is newer than the sources, nothing to do.');
  });
}
