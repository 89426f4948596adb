/** One process at a time trains into a run: a file in its folder says which. */
import { randomUUID } from 'node:crypto';
import { constants, copyFile, link, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { AppError, systemCode, writeError } from '../contract/errors';
import { runFiles } from '../contract/run';
import { partialMark, writeDurably } from '../data/whole-folder';
import { fileLimits } from '../files/limits';
import { readPlainText } from '../files/plain-file';
import { requirePlain } from '../files/require-plain';

const ownerSchema = z.strictObject({
  process: z.number().int(),
  host: z.string(),
  /** Tells the process from a later one of the same number; null where the system does not say. */
  started: z.string().nullable(),
  /** Of this one lock, which tells it from a later one. Locks of earlier versions have none. */
  id: z.string().optional(),
});
type Owner = z.infer<typeof ownerSchema>;

/** The holder writes the file anew this often, for those on other machines, who cannot see the process. */
const renewalMilliseconds = 10_000;
const abandonedAfterMilliseconds = 120_000;

export interface RunLock {
  /** Aborted, with the error `run-lock-lost` as its reason, once the lock is found to be another's. */
  readonly lost: AbortSignal;
  /**
   * To be called right before the run is written to. Another machine may have taken the lock over while this one slept,
   * or while the disk did not answer; it trains then, and nothing of this process may be written any more.
   *
   * @throws AppError `run-lock-lost`; `disk-full`, `write-failed` while nobody can tell, because the folder has gone or is
   *   not read.
   */
  requireHeld(): Promise<void>;
  /** Gives the lock back, if it is still ours. */
  release(): Promise<void>;
}

/** What a training writes to under names that are there already. */
const written = {
  folders: [runFiles.checkpoints, runFiles.samples],
  files: [runFiles.record, runFiles.metrics, runFiles.losses, runFiles.lock],
};

/**
 * Locks a run folder, into which the holder may then write. The lock of a process that has died is taken over.
 *
 * @throws AppError `file-refused` where the run's own names lead elsewhere; `run-locked` while another process trains, or this one does; `disk-full`, `write-failed`.
 */
export async function lockRun(run: string): Promise<RunLock> {
  await requirePlain(run, written);
  const path = join(run, runFiles.lock);
  const owner: Owner = {
    process: process.pid,
    host: hostname(),
    started: await startOf(process.pid),
    id: randomUUID(),
  };
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
  return new HeldLock(run, contents);
}

/** A lock that this process has got. Its file's contents, in which there is a number drawn for it, say whose it is. */
class HeldLock implements RunLock {
  private readonly path: string;
  private readonly loss = new AbortController();
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly run: string,
    private readonly contents: string,
  ) {
    this.path = join(run, runFiles.lock);
    this.timer = setInterval(() => {
      this.renew().catch(() => undefined);
    }, renewalMilliseconds);
    this.timer.unref();
  }

  get lost(): AbortSignal {
    return this.loss.signal;
  }

  async requireHeld(): Promise<void> {
    this.lost.throwIfAborted();
    await this.requireOurs(() => readFile(this.path, 'utf8'));
  }

  async release(): Promise<void> {
    clearInterval(this.timer);
    await this.requireHeld()
      .then(() => rm(this.path, { force: true }))
      .catch(() => undefined);
  }

  /** Writes what is there already, which never makes it unreadable, but sets the file's time. */
  private async renew(): Promise<void> {
    this.lost.throwIfAborted();
    await this.requireOurs(async () => {
      const file = await open(this.path, 'r+');
      try {
        const found = await file.readFile('utf8');
        if (found === this.contents) {
          // Into the file that was read: never into one that has taken its name in the meantime.
          await file.write(this.contents, 0);
        }
        return found;
      } finally {
        await file.close();
      }
    });
  }

  private async requireOurs(read: () => Promise<string>): Promise<void> {
    const found = await read().catch(async (error: unknown) => {
      if (systemCode(error) === 'ENOENT' && (await this.isRunThere())) {
        // Whoever took it over may be done already.
        return '';
      }
      throw writeError(this.path, error);
    });
    if (found !== this.contents) {
      const holder = parseOwner(found);
      const [process, host] = [holder?.process ?? null, holder?.host ?? null];
      this.loss.abort(new AppError('run-lock-lost', { path: this.run, process, host }));
      this.lost.throwIfAborted();
    }
  }

  /** When the disk has gone, with the run and its lock, nothing is known of the lock. */
  private isRunThere(): Promise<boolean> {
    return stat(join(this.run, runFiles.record)).then(
      () => true,
      () => false,
    );
  }
}

/** Holds a run's lock during `work`. @throws AppError as `lockRun` and `work`. */
export async function withLock<T>(run: string, work: (lock: RunLock) => Promise<T>): Promise<T> {
  const lock = await lockRun(run);
  try {
    return await work(lock);
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
  return readPlainText(dirname(path), basename(path), fileLimits.line).then(parseOwner, () => null);
}

function parseOwner(contents: string): Owner | null {
  try {
    return ownerSchema.parse(JSON.parse(contents));
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
