/** The second Ctrl-C ends a training at once, whatever it is waiting for: a step that takes long, a disk that is silent. */
import { existsSync, readFileSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { z } from 'zod';
import { runFiles } from '../../../src-main/contract/run';
import { preloaded, silentSync } from '../../support/preload';
import { temporaryFolder } from '../../support/temporary-folder';
import { onlyError, parseRecord, records, runCli, starter, type Child, type Ended } from './run-cli';

const dataset = 'assets/sample-pairs';
const small = ['--size', '64', '--filters', '4', '--device', 'cpu', '--checkpoint-every-steps', '2', '--json'];
/** Signals that come closer to each other are one press of the keys, passed on. */
const betweenPresses = 700;
const atOnce = 3000;
/** A busy machine takes its time to the next checkpoint. */
const patience = 120_000;

interface Interrupted extends Ended {
  /** Milliseconds from the second press to the end. */
  readonly took: number;
}

/** Trains until a checkpoint and a step after it, holds the training up, and presses Ctrl-C twice. */
async function interruptTwice(
  run: string,
  script: string | undefined,
  holdUp: () => Promise<void>,
  environment: Readonly<Record<string, string>> = {},
): Promise<Interrupted> {
  let pressedAt = NaN;
  const press = async (child: Child): Promise<void> => {
    await holdUp();
    child.kill('SIGINT');
    setTimeout(() => {
      pressedAt = performance.now();
      child.kill('SIGINT');
    }, betweenPresses);
  };
  let isSaved = false;
  let pressed = Promise.resolve();
  const onLine = (line: string, child: Child): void => {
    const { type, step } = parseRecord(line);
    if (type === 'step' && isSaved) {
      isSaved = false;
      pressed = press(child);
    } else if (type === 'checkpoint' && step === 2) {
      isSaved = true;
    }
  };
  const ended = await runCli(
    ['train', dataset, '--run', run, ...small, '--steps', '5000'],
    { onLine, environment },
    script,
  );
  await pressed;
  return { ...ended, took: performance.now() - pressedAt };
}

/** The process that trains, by the run's lock. */
function holderOf(run: string): number {
  const lock: unknown = JSON.parse(readFileSync(join(run, runFiles.lock), 'utf8'));
  return z.object({ process: z.number() }).parse(lock).process;
}

/** A run that was quit keeps its checkpoints, and goes on from the newest. */
async function expectResumable(run: string): Promise<void> {
  const latest = (await readFile(join(run, runFiles.checkpoints, runFiles.latest), 'utf8')).trim();
  expect(await readdir(join(run, runFiles.checkpoints))).toContain(latest);
  const step = Number(latest.replace('step-', ''));
  const { code, stdout } = await runCli(['resume', run, '--steps', String(step + 2), '--json']);
  expect(code).toBe(0);
  expect(records(stdout)[0]).toMatchObject({ type: 'start', step });
}

it('while a step is computed; until then no other process may train into the run', async () => {
  const run = join(await temporaryFolder(), 'run');
  let holder = 0;
  let other: Ended | null = null;
  const { code, took } = await interruptTwice(run, starter, async () => {
    holder = holderOf(run);
    // As deaf to signals as during a step that takes forever.
    process.kill(holder, 'SIGSTOP');
    other = await runCli(['resume', run, '--json']);
  });
  expect(other).toMatchObject({ code: 1 });
  expect(onlyError((other as Ended | null)?.stderr ?? '')).toMatchObject({
    code: 'run-locked',
    message: expect.stringContaining(`Process ${String(holder)} `) as unknown,
  });
  expect(code).toBe(130);
  expect(took).toBeLessThan(atOnce);
  expect(() => process.kill(holder, 0)).toThrow('ESRCH');
  await expectResumable(run);
});

it.runIf(process.platform === 'linux')('while the disk does not answer', async () => {
  const folder = await temporaryFolder();
  const [run, flag] = [join(folder, 'run'), join(folder, 'flag')];
  // Files must not be synced by a ring of requests, which no library sees.
  const environment = { ...(await preloaded(folder, silentSync(flag))), UV_USE_IO_URING: '0' };
  const untilSilent = async (): Promise<void> => {
    await writeFile(flag, '');
    await vi.waitUntil(() => existsSync(`${flag}.silent`), { timeout: patience });
  };
  const { signal, stdout, took } = await interruptTwice(run, undefined, untilSilent, environment);
  expect(records(stdout).filter(({ type }) => type === 'warning')).toMatchObject([{ code: 'stopping' }]);
  expect(records(stdout).at(-1)?.type).not.toBe('done');
  expect(signal).toBe('SIGINT');
  expect(took).toBeLessThan(atOnce);
  await expectResumable(run);
});
