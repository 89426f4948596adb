/** A configuration that changes while a run is under way: in `run.json` and the checkpoints, and after a resume. */
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { parseRunRecord, type RunRecord } from '../../../src-main/contract/run';
import { inspectDataset } from '../../../src-main/data/inspect';
import { newestCheckpoint } from '../../../src-main/run/checkpoint';
import { withModel, withStore } from '../../../src-main/run/prepare';
import { writeRunRecord } from '../../../src-main/run/record';
import { withLock } from '../../../src-main/run/lock';
import { RunRecorder } from '../../../src-main/run/recorder';
import { resumeRun } from '../../../src-main/run/resume';
import { recorder, runRecord, tinyConfig, tinyDataset, versions } from '../../support/runs';
import { sharedFolder, temporaryFolder } from '../../support/temporary-folder';

const losses = { gen_total_loss: 90, gen_gan_loss: 1, gen_l1_loss: 0.89, disc_loss: 1.4 };

let dataset: string;
let run: string;

beforeAll(async () => {
  const { folder, remove } = await sharedFolder();
  dataset = await tinyDataset(folder);
  return remove;
});

/** A run with a checkpoint after each of four steps; changes are made after the second one and after the third. */
beforeEach(async () => {
  run = join(await temporaryFolder(), 'run');
  await mkdir(join(run, 'checkpoints'), { recursive: true });
  await mkdir(join(run, 'samples'));
  const report = await inspectDataset(dataset, { seed: tinyConfig.seed });
  const record = runRecord(tinyConfig, report);
  await writeRunRecord(run, record);
  const { listener, stop } = recorder();
  await withStore(report, tinyConfig, (store) =>
    withModel(tinyConfig, async (model) => {
      model.initialise([1, 0]);
      const position = { firstStep: 0, totalSteps: 12, checkpointsBefore: 0 };
      await withLock(run, async (lock) => {
        const log = await RunRecorder.open({ run, lock, record, versions, store, model, ...position }, listener, stop);
        for (let step = 1; step <= 4; step++) {
          const times = { step_seconds: 0.1, data_wait_seconds: 0 };
          await log.addStep({ type: 'step', step, epoch: 1, ...losses, ...times }, 0);
          await log.beginCheckpoint();
          await log.finish();
          if (step === 2) {
            expect(await log.change({ learningRate: 1e-4 })).toEqual({ ...tinyConfig, learningRate: 1e-4 });
            expect((await recordOf(run)).config.learningRate).toBe(1e-4);
          } else if (step === 3) {
            await log.change({ lambda: 50, learningRate: 1e-4 });
            await expect(log.change({ lambda: -1 })).rejects.toMatchObject({ code: 'option-value' });
          }
        }
      });
    }),
  );
});

async function recordOf(folder: string): Promise<RunRecord> {
  return parseRunRecord(JSON.parse(await readFile(join(folder, 'run.json'), 'utf8')));
}

const first = { step: 2, field: 'learningRate', from: tinyConfig.learningRate, to: 1e-4 };
const second = { step: 3, field: 'lambda', from: tinyConfig.lambda, to: 50 };

it('a change stands in run.json at once and in every later checkpoint', async () => {
  expect((await recordOf(run)).changes).toEqual([first, second]);
  const { state } = (await newestCheckpoint(run)).checkpoint;
  expect(state).toMatchObject({ step: 4, changes: [first, second], config: { learningRate: 1e-4, lambda: 50 } });
});

it('a resumed run goes on with what was changed', async () => {
  const { listener, stop } = recorder();
  await resumeRun({ run, changes: { steps: 5 } }, listener, stop);
  const { state } = (await newestCheckpoint(run)).checkpoint;
  expect(state.config).toEqual({ ...tinyConfig, steps: 5, learningRate: 1e-4, lambda: 50 });
  expect(state.changes).toEqual([first, second, { step: 4, field: 'steps', from: 12, to: 5 }]);
});

it('a change after the checkpoint that is gone on from holds from that checkpoint on', async () => {
  await rm(join(run, 'checkpoints', 'step-00000004'), { recursive: true });
  await rm(join(run, 'checkpoints', 'step-00000003'), { recursive: true });
  const { listener, stop } = recorder();
  await resumeRun({ run, changes: { steps: 5 } }, listener, stop);
  const changes = [
    { step: 2, field: 'steps', from: 12, to: 5 },
    { ...second, step: 2 },
    { ...first, step: 2 },
  ];
  expect((await recordOf(run)).changes).toEqual(changes);
  expect((await newestCheckpoint(run)).checkpoint.state).toMatchObject({ step: 5, changes });
});
