/** One process at a time trains into a run: a file in its folder says which. */
import { randomUUID } from 'node:crypto';
import { constants, copyFile, link, open, readdir, readFile, rm, stat } from 'node:fs/promises';
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

/** The holder writes the file anew this often, for those on other machines, who cannot see the process. */
const renewalMilliseconds = 10_000;
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
  const contents = JSON.stringify(owner);
  const temporary = `${path}${partialMark}${String(process.pid)}-${randomUUID()}`;
  try {
    // Linked under its name with its contents: no one ever reads a lock that is half written.
    await writeDurably(temporary, contents);
    const isOurs = (await linkNew(temporary, path)) || (await takeOver(temporary, path));
    if (!isOurs) {
      const holder = await readOwner(path);
      throw new AppError('run-locked', { path: run, process: holder?.process ?? 0, host: holder?.host ?? '' });
    }
  } catch (error) {
    throw writeError(path, error);
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
  await removeAbandoned(run);
  const timer = setInterval(() => {
    renew(path, contents).catch(() => undefined);
  }, renewalMilliseconds);
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

/** Replaces the lock if its holder has died. A second lock sees to it that only one process at a time tries. */
async function takeOver(temporary: string, path: string): Promise<boolean> {
  const { mtimeMs: now } = await stat(temporary);
  if (await isHeld(path, now)) {
    return false;
  }
  const takeover = `${path}.takeover`;
  if (!(await linkNew(temporary, takeover))) {
    if (await isHeld(takeover, now)) {
      return false;
    }
    await rm(takeover, { force: true });
    if (!(await linkNew(temporary, takeover))) {
      return false;
    }
  }
  try {
    // Another process may have taken it over since the first look.
    if (await isHeld(path, now)) {
      return false;
    }
    await rm(path, { force: true });
    return await linkNew(temporary, path);
  } finally {
    await rm(takeover, { force: true });
  }
}

/** Writes what is there already, which never makes it unreadable, but sets the file's time. */
async function renew(path: string, contents: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.write(contents, 0);
  } finally {
    await file.close();
  }
}

/** What processes left that died while they were getting the lock. */
async function removeAbandoned(run: string): Promise<void> {
  const pattern = new RegExp(`^${runFiles.lock}\\${partialMark}(\\d+)-`);
  for (const name of await readdir(run)) {
    const pid = pattern.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) {
      await rm(join(run, name), { force: true });
    }
  }
}

/** @param now the time by the file system's clock, which renewals go by too; those of two machines may differ */
async function isHeld(path: string, now: number): Promise<boolean> {
  const owner = await readOwner(path);
  if (owner?.host === hostname()) {
    return isAlive(owner.process) && (owner.started === null || owner.started === (await startOf(owner.process)));
  }
  const renewedAt = await stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => -Infinity,
  );
  return now - renewedAt < abandonedAfterMilliseconds;
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
