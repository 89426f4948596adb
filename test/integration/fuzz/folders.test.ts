/** Runs and exports that somebody changed: they are used or refused, in a moment, and lead nowhere. */
import { cp, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { summarise } from '../../../src-main/app/runs';
import { exportFiles } from '../../../src-main/contract/export';
import { checkExport } from '../../../src-main/export/check-export';
import { evaluateRun } from '../../../src-main/run/evaluate';
import { readHistory } from '../../../src-main/run/history';
import { openGenerator } from '../../../src-main/run/open-generator';
import { renameRun } from '../../../src-main/run/rename';
import { resumeRun } from '../../../src-main/run/resume';
import { startRun } from '../../../src-main/run/train';
import { readRunRecord } from '../../../src-main/runfolder/record';
import { exportTo } from '../../support/exports';
import { isLong, tryCases, type Case } from '../../support/fuzz/cases';
import { mutateFolder } from '../../support/fuzz/mutate-folder';
import { refusalOf } from '../../support/fuzz/refusal';
import { makeSecret, type Secret } from '../../support/fuzz/secret';
import { noise } from '../../support/pictures';
import { recorder, tinyConfig, tinyDataset } from '../../support/runs';
import { sharedFolder } from '../../support/temporary-folder';

const steps = 2;
/** What is changed: a folder in one of its own, which a person chose. */
let chosen: string;
let folder: string;
let run: string;
let dataset: string;
let secret: Secret;
let remove: () => Promise<void>;

beforeAll(async () => {
  const shared = await sharedFolder();
  ({ remove } = shared);
  [run, chosen] = [join(shared.folder, 'run'), join(shared.folder, 'chosen')];
  folder = join(chosen, 'folder');
  dataset = await tinyDataset(shared.folder);
  const { listener, stop } = recorder();
  await startRun({ dataset, run, config: { ...tinyConfig, steps, sampleEvery: steps } }, listener, stop);
  await exportTo(run, join(shared.folder, 'savedmodel'), { format: 'savedmodel', precision: 'float16' });
  await exportTo(run, join(shared.folder, 'tfjs'), { format: 'tfjs', precision: 'uint8' });
  await mkdir(chosen);
  secret = await makeSecret(shared.folder);
});

afterAll(async () => {
  await secret.close();
  await remove();
});

/** A fresh copy with changes, or with the files of the corpus over it. */
async function prepare(original: string, { random, known }: Case): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await cp(original, folder, { recursive: true });
  if (known === null) {
    await mutateFolder(random, folder, secret.paths);
  } else {
    await cp(known, folder, { recursive: true, verbatimSymlinks: true });
  }
}

async function predictOnce(): Promise<void> {
  const generator = await openGenerator(folder);
  try {
    await generator.predict(noise(64, 64, 2), null);
  } finally {
    generator.dispose();
  }
}

/** Where its pairs lie is a run's to say; a person who goes on with it has them read. */
async function hasOwnDataset(): Promise<boolean> {
  return readRunRecord(folder).then(
    (record) => record.dataset.path === dataset,
    () => false,
  );
}

const endless = isLong ? { timeout: 0 } : {};

it('runs', endless, async () => {
  let used = 0;
  await tryCases('runs', 25, folder, async (given) => {
    await prepare(run, given);
    await summarise(folder, 'folder');
    await refusalOf(() => readHistory(folder));
    const refusal = await refusalOf(predictOnce);
    used += refusal === null ? 1 : 0;
    if (given.random.chance(0.3) && (await hasOwnDataset())) {
      const { listener, stop } = recorder();
      await refusalOf(() => renameRun(folder, 'a title'));
      await refusalOf(() => resumeRun({ run: folder, changes: { steps: steps + 1 } }, listener, stop));
      await refusalOf(() => evaluateRun({ run: folder }));
    }
    await secret.requireUntouched();
  });
  expect(used).toBeGreaterThan(0);
});

it('exports', endless, async () => {
  let used = 0;
  await tryCases('exports', 30, folder, async (given) => {
    const format = given.random.pick(['savedmodel', 'tfjs']);
    await prepare(join(run, '..', format), given);
    const refusals = [await refusalOf(predictOnce), await refusalOf(() => checkExport(run, folder))];
    used += refusals.includes(null) ? 1 : 0;
    await secret.requireUntouched();
  });
  expect(used).toBeGreaterThan(0);
  expect(await readFile(join(run, '..', 'tfjs', exportFiles.manifest), 'utf8')).toContain('uint8');
});
