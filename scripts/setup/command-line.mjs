import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { join } from 'node:path';
import { root } from './paths.mjs';

/** One press of Ctrl-C arrives several times: from the terminal, and again from npm, which passes it on. */
const samePressMilliseconds = 500;

/** @type {readonly NodeJS.Signals[]} */
const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Commands that can say afterwards for which networks the memory was too small. */
const training = ['train', 'resume'];

/**
 * @typedef {{ readonly signal: string, readonly peakBytes: number }} LackOfMemory
 * @typedef {{
 *   readonly memoryEnvironment: Readonly<Record<string, string>>,
 *   readonly watchMemory: (pid: number) => { readonly ended: (signal: NodeJS.Signals | null) => LackOfMemory | null },
 *   readonly environmentOfLack: (lack: LackOfMemory) => Readonly<Record<string, string>>,
 * }} ProcessMemory of src-main/run/process-memory.ts
 */

/**
 * Runs the built command line in plain Node and waits for its end. Signals reach it once each: it gets a process group
 * of its own, out of the terminal's reach, and this process passes them on. A training that was ended for lack of
 * memory is asked, in a second process, to explain that.
 *
 * @param {readonly string[]} commandArguments
 * @param {ProcessMemory} [memory] of the build
 * @param {string} [script] the built command line
 * @returns {Promise<number>} its exit code
 */
export async function runCommandLine(commandArguments, memory = builtMemory(), script = built('cli.js')) {
  const { code, lack } = await runOnce(commandArguments, memory, script, {});
  if (lack === null || !training.includes(commandArguments[0] ?? '')) return code;
  return (await runOnce(commandArguments, memory, script, memory.environmentOfLack(lack))).code;
}

/** @returns {ProcessMemory} */
function builtMemory() {
  return createRequire(import.meta.url)(built('process-memory.js'));
}

/** @param {string} name */
function built(name) {
  return join(root, 'out', 'main', name);
}

/**
 * @param {readonly string[]} commandArguments
 * @param {ProcessMemory} memory
 * @param {string} script
 * @param {Readonly<Record<string, string>>} environment
 * @returns {Promise<{ readonly code: number, readonly lack: LackOfMemory | null }>}
 */
function runOnce(commandArguments, memory, script, environment) {
  const child = spawn(process.execPath, [script, ...commandArguments], {
    stdio: 'inherit',
    detached: process.platform !== 'win32',
    env: { ...memory.memoryEnvironment, ...process.env, ...environment },
  });
  const watch = child.pid === undefined ? null : memory.watchMemory(child.pid);
  /** @type {Map<string, number>} */
  const last = new Map();
  let quits = false;
  /** @param {NodeJS.Signals} signal */
  const forward = (signal) => {
    const now = performance.now();
    const before = last.get(signal);
    last.set(signal, now);
    // Windows' console tells every process by itself.
    const isSamePress = before !== undefined && now - before <= samePressMilliseconds;
    if (isSamePress || process.platform === 'win32') return;
    quits = signal === 'SIGINT' && before !== undefined;
    // A training hears of a signal between two steps only, and a second Ctrl-C means at once.
    child.kill(quits ? 'SIGKILL' : signal);
  };
  for (const signal of forwarded) process.on(signal, forward);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      for (const name of forwarded) process.off(name, forward);
      const end = quits ? 'SIGINT' : signal;
      resolve({ code: code ?? 128 + constants.signals[end ?? 'SIGTERM'], lack: watch?.ended(end) ?? null });
    });
  });
}
