import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { addon } from './setup/addon.mjs';
import { electron } from './setup/electron.mjs';
import { withLock } from './setup/lock.mjs';
import { npmPackages } from './setup/npm-packages.mjs';
import { pixels } from './setup/pixels.mjs';
import { generator } from './setup/generator.mjs';
import { SetupError, duration, runSteps, say } from './setup/step.mjs';
import { trainingPackages, windowPackages } from './setup/system-packages.mjs';
import { tensorflow } from './setup/tensorflow.mjs';

const trainingSteps = [npmPackages, trainingPackages, tensorflow, addon, pixels, generator];
const windowSteps = [electron, windowPackages];

/**
 * Makes this folder ready to train, and with `window` also to open the application's window. Says nothing when
 * everything is in place.
 *
 * @param {{ window: boolean }} what
 * @returns {Promise<number>} how many steps had to run
 * @throws {SetupError}
 */
export async function setUp({ window }) {
  const steps = window ? [...trainingSteps, ...windowSteps] : trainingSteps;
  if (steps.every((step) => step.done())) return 0;
  return withLock(() => runSteps(steps));
}

/**
 * Runs a script's main function; a failure is shown with what to do about it and ends the process with code 1.
 *
 * @param {() => Promise<void>} main
 */
export async function runMain(main) {
  try {
    await main();
  } catch (error) {
    const { message, remedy } = explain(error);
    say(`\nStopped: ${message}\nWhat to do: ${remedy}`);
    process.exitCode = 1;
  }
}

/**
 * Whether a script was started by itself, not imported.
 *
 * @param {string} url its import.meta.url
 */
export function isMain(url) {
  return process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(url);
}

/** @param {unknown} error */
function explain(error) {
  if (error instanceof SetupError) return error;
  if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') {
    return { message: 'The disk is full.', remedy: 'Free 3 GB beside this folder, then run the same command again.' };
  }
  const message = error instanceof Error ? String(error.stack) : String(error);
  return { message, remedy: 'Run the same command again; if it stops here once more, please report the lines above.' };
}

if (isMain(import.meta.url)) {
  await runMain(async () => {
    const start = performance.now();
    const count = await setUp({ window: true });
    say(
      `Set-up: everything is in place (${duration(performance.now() - start)}${count === 0 ? ', nothing to do' : ''}).`,
    );
  });
}
