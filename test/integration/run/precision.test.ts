/** A run in float16: its checkpoints have the state of its loss scale too. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { evaluateRun } from '../../../src-main/run/evaluate';
import { resumeRun } from '../../../src-main/run/resume';
import { startRun } from '../../../src-main/run/train';
import { readLosses, recorder, tinyConfig, tinyDataset } from '../../support/runs';
import { temporaryFolder } from '../../support/temporary-folder';

it('goes on after an interruption as if there had been none', async () => {
  const folder = await temporaryFolder();
  const dataset = await tinyDataset(folder);
  const config = { ...tinyConfig, precision: 'float16', steps: 4, sampleEvery: 4 } as const;
  const [whole, cut] = [join(folder, 'whole'), join(folder, 'cut')];

  const first = recorder();
  await startRun({ dataset, run: whole, config }, first.listener, first.stop);
  const second = recorder((event, stop) => {
    if (event.type === 'step' && event.step === 2) {
      stop();
    }
  });
  await startRun({ dataset, run: cut, config }, second.listener, second.stop);
  const third = recorder();
  await resumeRun({ run: cut, changes: {} }, third.listener, third.stop);

  expect(await readLosses(cut)).toEqual(await readLosses(whole));
  expect(await readLosses(whole)).toHaveLength(4);
  expect(await evaluateRun({ run: cut })).toEqual(await evaluateRun({ run: whole }));
});
