import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { lockRun } from '../../../src-main/run/lock';
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
