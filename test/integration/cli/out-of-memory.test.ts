/** A training that the kernel ends because it takes more than there is: the command line says what would fit. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { limitMemory } from '../../support/small-memory';
import { temporaryFolder } from '../../support/temporary-folder';
import { ownLines, records } from './run-cli';

const root = join(import.meta.dirname, '..', '..', '..');
/** The networks of the paper take 1.7 GB. */
const limit = 900e6;

it('is warned of before it starts, and explained afterwards, with numbers', async ({ skip }) => {
  const memory = limitMemory(limit);
  if (memory === null) {
    skip('No limit can be set here.');
    return;
  }
  const run = join(await temporaryFolder(), 'run');
  const studio = [process.execPath, 'scripts/studio.mjs', 'train', 'assets/sample-pairs', '--run', run];
  const options = ['--device', 'cpu', '--steps', '3', '--json'];
  try {
    const [shell, ...values] = memory.shell;
    const child = spawn(shell, [...values, ...studio, ...options], {
      cwd: root,
      env: { ...process.env, LANG: 'C.UTF-8' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    expect(records(stdout)[0]).toMatchObject({ type: 'warning', code: 'memory-short' });
    const [error] = records(ownLines(stderr)).filter(({ type }) => type === 'error');
    expect(error).toMatchObject({ code: 'out-of-memory' });
    expect(error?.message).toMatch(
      /^There is not enough memory for pictures of 256 px, 64 filters and batch 1 \(SIGKILL at \d{3,4} MB\)\. Such a training takes about 1689 MB; there are 900 MB\. Try --filters 16\. Close other programs, or train on another computer\.$/,
    );
    expect(child.exitCode).toBe(1);
  } finally {
    await memory.remove();
  }
});
