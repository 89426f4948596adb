import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../support/temporary-folder';

/** Stands for a training that saves when it is interrupted: says each signal that reaches it. */
const training = `
  let interrupts = 0;
  process.on('SIGINT', () => { interrupts += 1; console.log('interrupted ' + interrupts); });
  process.on('SIGTERM', () => { console.log(process.argv[2] + ' saved'); process.exit(130); });
  setInterval(() => undefined, 1000);
  console.log('ready');
`;

const parent = `
  import { runCommandLine } from ${JSON.stringify(new URL('../../../scripts/setup/command-line.mjs', import.meta.url).href)};
  const memory = { memoryEnvironment: {}, watchMemory: () => ({ ended: () => null }), environmentOfLack: () => ({}) };
  process.exitCode = await runCommandLine(['run-7'], memory, process.argv[2]);
`;

it('passes one press of Ctrl-C on once, waits, and gives the exit code on', async () => {
  const folder = await temporaryFolder();
  writeFileSync(join(folder, 'training.cjs'), training);
  writeFileSync(join(folder, 'parent.mjs'), parent);
  const child = spawn(process.execPath, [join(folder, 'parent.mjs'), join(folder, 'training.cjs')]);
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (line === 'ready') child.kill('SIGINT');
    if (line === 'interrupted 1') {
      child.kill('SIGINT');
      child.kill('SIGTERM');
    }
  }
  if (child.exitCode === null) await once(child, 'exit');
  expect(lines).toEqual(['ready', 'interrupted 1', 'run-7 saved']);
  expect(child.exitCode).toBe(130);
});
