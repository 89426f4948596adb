/** A precision that the processor lacks is refused before a run is made of it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../support/temporary-folder';
import { onlyError, runCli } from './run-cli';

it.runIf(process.arch === 'x64')('is told with what to do, and no run is left', async () => {
  const run = join(await temporaryFolder(), 'run');
  const small = ['--size', '64', '--filters', '4', '--steps', '2', '--device', 'cpu', '--json'];
  // As a processor of before 2020, which has no short floats.
  const environment = { ONEDNN_MAX_CPU_ISA: 'AVX2' };
  const refused = await runCli(['train', 'assets/sample-pairs', '--run', run, ...small, '--precision', 'bfloat16'], {
    environment,
  });
  expect(refused.code).toBe(1);
  expect(onlyError(refused.stderr)).toMatchObject({
    code: 'precision-missing',
    message: expect.stringMatching(/ cannot compute in bfloat16\. .*--precision float32, or auto\.$/s) as unknown,
  });
  expect(existsSync(run)).toBe(false);
});
