import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { root } from './paths.mjs';

/** One press of Ctrl-C arrives several times: from the terminal, and again from npm, which passes it on. */
const samePressMilliseconds = 500;

/** @type {readonly NodeJS.Signals[]} */
const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs the built command line in plain Node and waits for its end. Signals reach it once each: it gets a process group
 * of its own, out of the terminal's reach, and this process passes them on.
 *
 * @param {readonly string[]} commandArguments
 * @param {string} [script] the built command line
 * @returns {Promise<number>} its exit code
 */
export function runCommandLine(commandArguments, script = join(root, 'out', 'main', 'cli.js')) {
  const child = spawn(process.execPath, [script, ...commandArguments], {
    stdio: 'inherit',
    detached: process.platform !== 'win32',
  });
  /** @type {Map<string, number>} */
  const last = new Map();
  /** @param {NodeJS.Signals} signal */
  const forward = (signal) => {
    const now = performance.now();
    const isNew = now - (last.get(signal) ?? -Infinity) > samePressMilliseconds;
    last.set(signal, now);
    // Windows' console tells every process by itself.
    if (isNew && process.platform !== 'win32') child.kill(signal);
  };
  for (const signal of forwarded) process.on(signal, forward);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      for (const name of forwarded) process.off(name, forward);
      resolve(code ?? 128 + constants.signals[signal ?? 'SIGTERM']);
    });
  });
}
