import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { lockRun, type RunLock } from '../../../src-main/run/lock';
import { temporaryFolder } from '../../support/temporary-folder';

/** The number of a process that has ended. */
async function deadProcess(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'exit');
  return child.pid ?? 0;
}

async function writeLock(run: string, owner: Readonly<Record<string, unknown>>): Promise<void> {
  await writeFile(
    join(run, 'lock'),
    JSON.stringify({ process: process.pid, host: hostname(), started: null, ...owner }),
  );
}

afterEach(() => {
  vi.useRealTimers();
});

describe('lockRun', () => {
  it('lets one in, names it to the others, and leaves nothing behind', async () => {
    const run = await temporaryFolder();
    const lock = await lockRun(run);
    await expect(lockRun(run)).rejects.toMatchObject({
      code: 'run-locked',
      data: { path: run, process: process.pid, host: hostname() },
    });
    await lock.release();
    expect(await readdir(run)).toEqual([]);
    await (await lockRun(run)).release();
  });

  it('lets exactly one of many in that come at once, even when a dead one has the lock', async () => {
    const run = await temporaryFolder();
    await writeLock(run, { process: await deadProcess() });
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => lockRun(run)));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await readdir(run)).toEqual(['lock']);
  });

  it.runIf(process.platform === 'linux')('is not fooled by a new process with the number of the dead one', async () => {
    const run = await temporaryFolder();
    await writeLock(run, { started: 'an earlier boot' });
    const lock = await lockRun(run);
    expect(await readFile(join(run, 'lock'), 'utf8')).toContain(`"process":${String(process.pid)}`);
    await lock.release();
  });

  it('respects another machine for two minutes after its last sign of life', async () => {
    const run = await temporaryFolder();
    await writeLock(run, { host: 'another-machine' });
    await expect(lockRun(run)).rejects.toMatchObject({ code: 'run-locked', data: { host: 'another-machine' } });
    const threeMinutesAgo = new Date(Date.now() - 180_000);
    await utimes(join(run, 'lock'), threeMinutesAgo, threeMinutesAgo);
    await (await lockRun(run)).release();
  });

  it('does not go by the clock of this machine, which may differ from the other one', async () => {
    const run = await temporaryFolder();
    await writeLock(run, { host: 'another-machine' });
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 600_000 });
    await expect(lockRun(run)).rejects.toMatchObject({ code: 'run-locked' });
  });

  it('renews its file while it is held', async () => {
    const run = await temporaryFolder();
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const lock = await lockRun(run);
    const path = join(run, 'lock');
    const before = await readFile(path, 'utf8');
    await utimes(path, 0, 0);
    vi.advanceTimersByTime(10_000);
    await vi.waitFor(async () => {
      expect((await stat(path)).mtimeMs).toBeGreaterThan(0);
    });
    expect(await readFile(path, 'utf8')).toBe(before);
    await lock.release();
  });

  it('respects the lock of an earlier version, which has no number of its own', async () => {
    const run = await temporaryFolder();
    const lock = await lockRun(run);
    const path = join(run, 'lock');
    await writeFile(path, (await readFile(path, 'utf8')).replace(/,"id":"[^"]*"/, ''));
    await expect(lockRun(run)).rejects.toMatchObject({ code: 'run-locked', data: { process: process.pid } });
    await lock.release();
  });

  it('removes what a process left that died while it was getting the lock', async () => {
    const run = await temporaryFolder();
    const [dead, alive] = [`lock.partial-${String(await deadProcess())}-1`, `lock.partial-${String(process.pid)}-2`];
    await writeFile(join(run, dead), '');
    await writeFile(join(run, alive), '');
    await (await lockRun(run)).release();
    expect(await readdir(run)).toEqual([alive]);
  });

  it('fails as a write does where none is possible', async () => {
    await expect(lockRun(join(await temporaryFolder(), 'gone'))).rejects.toMatchObject({ code: 'write-failed' });
  });
});

describe('a lock that was taken over while its holder slept', () => {
  const lost = { code: 'run-lock-lost', data: { process: 4711, host: 'another-machine' } };

  /** A lock, in whose place another machine then puts its own. */
  async function takenOver(): Promise<{ readonly run: string; readonly path: string; readonly lock: RunLock }> {
    const run = await temporaryFolder();
    await writeFile(join(run, 'run.json'), '{}');
    const lock = await lockRun(run);
    const path = join(run, 'lock');
    await rm(path);
    await writeLock(run, { process: 4711, host: 'another-machine', id: 'another' });
    return { run, path, lock };
  }

  it('is told to who wants to write, and from then on without a look', async () => {
    const { run, path, lock } = await takenOver();
    await expect(lock.requireHeld()).rejects.toMatchObject({ ...lost, data: { ...lost.data, path: run } });
    expect(lock.lost.reason).toMatchObject(lost);
    await rm(path);
    await expect(lock.requireHeld()).rejects.toMatchObject(lost);
    await lock.release();
  });

  it('is not released: the other one keeps it', async () => {
    const { path, lock } = await takenOver();
    const others = await readFile(path, 'utf8');
    await lock.release();
    expect(await readFile(path, 'utf8')).toBe(others);
  });

  it('is not renewed: what the other one wrote stays, and its time', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const { path, lock } = await takenOver();
    const others = await readFile(path, 'utf8');
    await utimes(path, 5, 5);
    vi.advanceTimersByTime(10_000);
    await vi.waitFor(() => {
      expect(lock.lost.aborted).toBe(true);
    });
    expect(lock.lost.reason).toMatchObject(lost);
    expect(await readFile(path, 'utf8')).toBe(others);
    expect((await stat(path)).mtimeMs).toBe(5000);
    await lock.release();
  });

  it('is lost too when the other one is done already, or another lock of this process stands there', async () => {
    const { run, path, lock } = await takenOver();
    await rm(path);
    await expect(lock.requireHeld()).rejects.toMatchObject({
      code: 'run-lock-lost',
      data: { process: null, host: null },
    });
    const first = await lockRun(run);
    await rm(path);
    const second = await lockRun(run);
    await expect(first.requireHeld()).rejects.toMatchObject({ code: 'run-lock-lost', data: { process: process.pid } });
    await first.release();
    await second.requireHeld();
    await second.release();
    expect(await readdir(run)).toEqual(['run.json']);
  });

  it('is not given up while the disk has gone: nothing may be written, and all is as before when it comes back', async () => {
    const home = await temporaryFolder();
    const [run, away] = [join(home, 'run'), join(home, 'away')];
    await mkdir(run);
    await writeFile(join(run, 'run.json'), '{}');
    const lock = await lockRun(run);
    await rename(run, away);
    await expect(lock.requireHeld()).rejects.toMatchObject({ code: 'write-failed' });
    await rename(away, run);
    await lock.requireHeld();
    expect(lock.lost.aborted).toBe(false);
    await lock.release();
    expect(await readdir(run)).toEqual(['run.json']);
  });
});
