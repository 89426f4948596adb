import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { watchMemory, type LackOfMemory } from '../../../src-main/run/process-memory';
import { limitMemory } from '../../support/small-memory';

const limit = 200 * 2 ** 20;

/** Takes more and more memory, and touches it. */
const greedy = `
  const taken = [];
  setInterval(() => taken.push(Buffer.alloc(8 * 2 ** 20, 1)), 20);
`;

/** Runs a program to its end and says whether memory was the reason. */
async function watched(
  program: string,
  values: readonly string[],
  kill?: NodeJS.Signals,
): Promise<LackOfMemory | null> {
  const child = spawn(program, values, { stdio: 'ignore' });
  const watch = watchMemory(child.pid ?? Number.NaN);
  if (kill !== undefined) {
    child.kill(kill);
  }
  await once(child, 'exit');
  return watch.ended(child.signalCode);
}

it('sees that the kernel ended a process for its memory, and how much it had', async ({ skip }) => {
  const memory = limitMemory(limit);
  if (memory === null) {
    skip('No limit can be set here.');
    return;
  }
  try {
    const [shell, ...values] = memory.shell;
    const lack = await watched(shell, [...values, process.execPath, '-e', greedy]);
    expect(lack).toMatchObject({ signal: 'SIGKILL' });
    expect(lack?.peakBytes).toBeGreaterThan(0.5 * limit);
    expect(lack?.peakBytes).toBeLessThan(1.5 * limit);
  } finally {
    await memory.remove();
  }
});

it('takes no other end for one: a kill by a person, an abort with little memory, an ordinary end', async () => {
  const idle = ['-e', 'setInterval(() => undefined, 1000)'];
  expect(await watched(process.execPath, idle, 'SIGKILL')).toBeNull();
  expect(await watched(process.execPath, idle, 'SIGABRT')).toBeNull();
  expect(await watched(process.execPath, ['-e', ''])).toBeNull();
});

it('takes the abort of a process that runs out of addresses for one', async () => {
  const objects =
    'const taken = []; setInterval(() => { for (let n = 0; n < 20000; n++) taken.push(Array(20).fill(n)); }, 10)';
  const lack = await watched('sh', ['-c', `ulimit -v 1200000 && exec "${process.execPath}" -e "${objects}"`]);
  expect(lack?.peakBytes).toBeGreaterThan(50e6);
  expect(lack?.signal).toMatch(/^SIG(ABRT|TRAP|ILL|SEGV)$/);
});
