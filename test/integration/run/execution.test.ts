/** `auto`: measured once for a machine and configuration, remembered, and kept in the run's record. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { makeTrainConfig } from '../../../src-main/contract/config';
import { calibrationsFolder } from '../../../src-main/data/cache-folder';
import { clearCache, readCache } from '../../../src-main/data/cache-contents';
import { measureMachine, chooseExecution } from '../../../src-main/run/execution';
import { readRunRecord } from '../../../src-main/runfolder/record';
import { startRun } from '../../../src-main/run/train';
import { writePairs } from '../../support/pictures';
import { recorder, tinyConfig, tinyPairs } from '../../support/runs';
import { temporaryFolder } from '../../support/temporary-folder';

/** What is remembered says that a way no machine finds fastest for such small networks is so. */
async function pretendFastest(precision: string, xla: string): Promise<void> {
  for (const name of await readdir(calibrationsFolder())) {
    const path = join(calibrationsFolder(), name);
    const kept = z.record(z.string(), z.unknown()).parse(JSON.parse(await readFile(path, 'utf8')));
    await writeFile(path, JSON.stringify({ ...kept, timings: [{ precision, xla, seconds: 1e-9 }] }));
  }
}

it('is what was remembered for the configuration, and measured anew otherwise', async () => {
  process.env['PIX2PIX_STUDIO_CACHE'] = await temporaryFolder();
  const config = makeTrainConfig('quick', { size: 64, filters: 4, precision: 'auto', xla: 'off' });

  const timings = await measureMachine(config);
  const [fastest] = [...timings].sort((a, b) => a.seconds - b.seconds);
  const chosen = await chooseExecution(config);
  // The plainest is kept where another would gain next to nothing.
  expect(['float32', fastest?.precision]).toContain(chosen.precision);

  await pretendFastest('float16', 'off');
  expect(await chooseExecution(config)).toMatchObject({ precision: 'float16', xla: 'off' });
  // What a person has chosen needs no measurement.
  expect(await chooseExecution({ ...config, precision: 'float32' })).toMatchObject({ precision: 'float32' });

  for (const name of await readdir(calibrationsFolder())) {
    await writeFile(join(calibrationsFolder(), name), '{"timings": [');
  }
  await chooseExecution(config);
  await pretendFastest('bfloat16', 'off');
  expect(await chooseExecution(config)).toMatchObject({ precision: 'bfloat16' });

  // Another configuration has a measurement of its own.
  await chooseExecution({ ...config, filters: 5 });
  expect(await readdir(calibrationsFolder())).toHaveLength(2);

  expect((await readCache()).bytes).toBeGreaterThan(0);
  await clearCache();
  expect(await readdir(calibrationsFolder())).toEqual([]);
});

it('is chosen before a run begins, which then keeps it', async () => {
  const folder = await temporaryFolder();
  const [dataset, run] = [join(folder, 'dataset'), join(folder, 'run')];
  process.env['PIX2PIX_STUDIO_CACHE'] = join(folder, 'cache');
  await writePairs(dataset, tinyPairs, 140, 70);
  const config = { ...tinyConfig, precision: 'auto', steps: 1 } as const;
  await measureMachine(config);
  await pretendFastest('float16', 'off');

  const { listener, stop } = recorder();
  await startRun({ dataset, run, config }, listener, stop);
  expect((await readRunRecord(run)).config).toMatchObject({ precision: 'float16', xla: 'off' });
});
