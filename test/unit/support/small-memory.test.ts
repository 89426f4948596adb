import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { limitMemory } from '../../support/small-memory';
import { temporaryFolder } from '../../support/temporary-folder';

it('a limit is removed when the last process under it has ended, however late', async ({ skip }) => {
  const memory = limitMemory(1e8);
  if (memory === null) {
    skip('No limit can be set here.');
    return;
  }
  const go = join(await temporaryFolder(), 'go');
  const ended = `${go}.ended`;
  // The shell ends at once; what it has started waits for a file.
  const [shell, ...values] = memory.shell;
  const waiting = `(while [ ! -e '${go}' ]; do sleep 0.01; done; sleep 0.2; echo ended > '${ended}') &`;
  const child = spawn(shell, [...values, 'sh', '-c', waiting], { stdio: 'ignore' });
  await once(child, 'exit');
  const removing = memory.remove();
  writeFileSync(go, '');
  await removing;
  expect(readFileSync(ended, 'utf8')).toBe('ended\n');
});
