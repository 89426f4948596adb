/** One process at a time trains into a run: a file in its folder says which. */
import { randomUUID } from 'node:crypto';
import { constants, copyFile, link, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError, systemCode, writeError } from '../contract/errors';
import { runFiles } from '../contract/run';
import { partialMark, writeDurably } from '../data/whole-folder';

const ownerSchema = z.strictObject({
  process: z.number().int(),
  host: z.string(),
  /** Tells the process from a later one of the same number; null where the system does not say. */
  started: z.string().nullable(),
});
type Owner = z.infer<typeof ownerSchema>;

/** The holder touches the file this often, for those on other machines, who cannot see the process. */
const touchMilliseconds = 10_000;
const abandonedAfterMilliseconds = 120_000;

export interface RunLock {
  release(): Promise<void>;
}

/**
 * Locks a run folder. The lock of a process that has died is taken over.
 *
 * @throws AppError `run-locked` while another process trains, or this one does; `disk-full`, `write-failed`.
 */
export async function lockRun(run: string): Promise<RunLock> {
  const path = join(run, runFiles.lock);
  const owner: Owner = { process: process.pid, host: hostname(), started: await startOf(process.pid) };
  const temporary = `${path}${partialMark}${randomUUID()}`;
  try {
    // Linked under its name with its contents: no one ever reads a lock that is half written.
    await writeDurably(temporary, JSON.stringify(owner));
    if (!(await linkNew(temporary, path))) {
      await takeOver(run, path);
      if (!(await linkNew(temporary, path))) {
        await refuse(run, path);
      }
    }
  } catch (error) {
    throw writeError(path, error);
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
  const timer = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => undefined);
  }, touchMilliseconds);
  timer.unref();
  return {
    async release() {
      clearInterval(timer);
      await rm(path, { force: true }).catch(() => undefined);
    },
  };
}

/** Holds a run's lock during `work`. @throws AppError as `lockRun` and `work`. */
export async function withLock<T>(run: string, work: () => Promise<T>): Promise<T> {
  const lock = await lockRun(run);
  try {
    return await work();
  } finally {
    await lock.release();
  }
}

/** Removes the lock if its holder has died. */
async function takeOver(run: string, path: string): Promise<void> {
  await refuse(run, path);
  const taken = `${path}${partialMark}${randomUUID()}`;
  await rename(path, taken);
  if (await isHeld(taken)) {
    // Another process took it over between the two looks: it gets its lock back.
    await linkNew(taken, path);
    await rm(taken, { force: true });
    await refuse(run, path);
  }
  await rm(taken, { force: true });
}

async function refuse(run: string, path: string): Promise<void> {
  if (await isHeld(path)) {
    const owner = await readOwner(path);
    throw new AppError('run-locked', { path: run, process: owner?.process ?? 0, host: owner?.host ?? '' });
  }
}

async function isHeld(path: string): Promise<boolean> {
  const owner = await readOwner(path);
  if (owner?.host === hostname()) {
    return isAlive(owner.process) && (owner.started === null || owner.started === (await startOf(owner.process)));
  }
  const { mtimeMs } = await stat(path);
  return Date.now() - mtimeMs < abandonedAfterMilliseconds;
}

async function readOwner(path: string): Promise<Owner | null> {
  try {
    return ownerSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return null;
  }
}

/** False when something has that name already. Some file systems have no links; a copy is nearly as good there. */
async function linkNew(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to).catch((error: unknown) => {
      if (systemCode(error) === 'EEXIST') {
        throw error;
      }
      return copyFile(from, to, constants.COPYFILE_EXCL);
    });
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') {
      return false;
    }
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
}

/** The start of a process on Linux, of which boot too; elsewhere, or when it has gone, null. */
async function startOf(pid: number): Promise<string | null> {
  try {
    const status = await readFile(`/proc/${String(pid)}/stat`, 'utf8');
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    // The name in parentheses may hold spaces; the start is the twentieth field after it.
    const start = status.slice(status.lastIndexOf(')') + 2).split(' ')[19];
    return `${boot.trim()} ${String(start)}`;
  } catch {
    return null;
  }
}
