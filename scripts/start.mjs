// Opens the application's window, or without a display trains the sample pairs in the terminal.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { build } from './build.mjs';
import { runMain, setUp } from './setup.mjs';
import { runCommandLine } from './setup/command-line.mjs';
import { electronExecutable } from './setup/electron.mjs';
import { root } from './setup/paths.mjs';
import { say } from './setup/step.mjs';

await runMain(async () => {
  const window = hasDisplay();
  if (!window) {
    say('There is no display here (DISPLAY and WAYLAND_DISPLAY are not set), so no window can open.');
    say('Instead the quick preset is trained on the sample pairs, here in the terminal.\n');
  }
  await setUp({ window });
  await build({ window });
  process.exitCode = window ? await openWindow(process.argv.slice(2)) : await trainSamplePairs();
});

function hasDisplay() {
  if (process.platform !== 'linux') return true;
  return [process.env['DISPLAY'], process.env['WAYLAND_DISPLAY']].some((name) => name !== undefined && name !== '');
}

/**
 * @param {readonly string[]} more arguments for the application
 * @returns {Promise<number>}
 */
function openWindow(more) {
  // Chromium's sandbox refuses to run as root.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const child = spawn(electronExecutable(), [...sandbox, root, ...more], { stdio: 'inherit' });
  // Ctrl-C reaches Electron by itself; this process waits for its end.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      resolve(code ?? 1);
    });
  });
}

/** @returns {Promise<number>} */
async function trainSamplePairs() {
  const run = newRunFolder();
  const code = await runCommandLine(['train', join(root, 'assets', 'sample-pairs'), '--run', run, '--preset', 'quick']);
  const shown = relative(process.cwd(), run) || run;
  if (code !== 0 && code !== 130) return code;
  say(`\nRun folder:  ${shown}`);
  say(`Pictures:    ${join(shown, 'samples')} (input | target | prediction, one folder a sampled step)`);
  say('Your own folder of pairs:');
  say('  npm run --silent studio -- train YOUR_FOLDER --run runs/my-first-run');
  say('  (side-by-side JPEG or PNG pairs; npm run --silent studio -- inspect YOUR_FOLDER says what it finds)');
  if (code === 130) say(`Go on with this run:\n  npm run --silent studio -- resume ${shown}`);
  return code;
}

/** The first free name in runs/. */
function newRunFolder() {
  for (let number = 1; ; number += 1) {
    const folder = join(root, 'runs', `sample-pairs-${String(number)}`);
    if (!existsSync(folder)) return folder;
  }
}
