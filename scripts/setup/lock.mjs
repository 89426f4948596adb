import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { setupFolder } from './paths.mjs';
import { say } from './step.mjs';

/**
 * Runs `action` while no other set-up or build of this folder does. A lock whose process is gone is taken over.
 *
 * @template Result
 * @param {() => Promise<Result>} action
 * @param {string} [path] the lock file
 * @returns {Promise<Result>}
 */
export async function withLock(action, path = join(setupFolder, 'lock')) {
  mkdirSync(join(path, '..'), { recursive: true });
  let told = false;
  while (!take(path)) {
    const holder = holderOf(path);
    if (holder !== undefined && !isRunning(holder)) {
      rmSync(path, { force: true });
      continue;
    }
    if (!told)
      say(`Another set-up or build is running here (process ${String(holder ?? 'unknown')}); waiting for it …`);
    told = true;
    await pause(200);
  }
  const release = () => {
    rmSync(path, { force: true });
  };
  process.once('exit', release);
  try {
    return await action();
  } finally {
    process.off('exit', release);
    release();
  }
}

/** @param {string} path */
function take(path) {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** @param {string} path */
function holderOf(path) {
  try {
    const process = Number.parseInt(readFileSync(path, 'utf8'), 10);
    return Number.isInteger(process) ? process : undefined;
  } catch {
    return undefined;
  }
}

/** @param {number} identifier */
function isRunning(identifier) {
  try {
    process.kill(identifier, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
