/** A training that is held up or cut short: what was done until then is on the disk. */
import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import type { TrainEvent } from '../../../src-main/contract/metrics';
import { newestCheckpoint } from '../../../src-main/run/checkpoint';
import { RunControls } from '../../../src-main/run/controls';
import { startRun } from '../../../src-main/run/train';
import { trainAltered } from '../../support/altered-training';
import { readLosses, recorder, tinyConfig, tinyDataset } from '../../support/runs';
import { temporaryFolder } from '../../support/temporary-folder';

let dataset: string;
let run: string;

beforeEach(async () => {
  const folder = await temporaryFolder();
  [dataset, run] = [await tinyDataset(folder), join(folder, 'run')];
});

it('a pause begins when every step is written and the checkpoint that was begun is whole', async () => {
  const controls = new RunControls();
  const found: unknown[] = [];
  const { listener, stop } = recorder((event: TrainEvent) => {
    if (event.type === 'step' && event.step === 4) {
      controls.pause();
    } else if (event.type === 'held') {
      const steps = readFileSync(join(run, 'metrics.jsonl'), 'utf8').split('\n').length - 1;
      found.push({ steps, checkpoints: readdirSync(join(run, 'checkpoints')) });
      controls.continue();
    }
  });
  await startRun({ dataset, run, config: { ...tinyConfig, checkpointEverySteps: 4 } }, listener, stop, controls);
  expect(found).toEqual([{ steps: 4, checkpoints: ['latest', 'step-00000004'] }]);
});

it('a step is on the disk within a second, also when the next one takes most of it', async () => {
  const written: unknown[] = [];
  const { listener, stop } = recorder((event: TrainEvent) => {
    if (event.type === 'step') {
      written.push(readFileSync(join(run, 'metrics.jsonl'), 'utf8').split('\n').length - 1);
    }
  });
  const config = { ...tinyConfig, sampleEvery: 1000 };
  // Longer than half a second: two of them are more than one.
  const beforeStep = (): void => {
    for (const end = performance.now() + 600; performance.now() < end;);
  };
  await trainAltered({ dataset, run, config, totalSteps: 4, beforeStep, listener, stop });
  expect(written).toEqual([1, 2, 3, 4]);
});

it('a training whose pictures have gone saves its last step before it fails', async () => {
  const { listener, stop } = recorder((event: TrainEvent) => {
    if (event.type === 'step' && event.step === 4) {
      rmSync(dataset, { recursive: true });
    }
  });
  const config = { ...tinyConfig, cache: 'none', steps: 1000, sampleEvery: 1000 } as const;
  await expect(startRun({ dataset, run, config }, listener, stop)).rejects.toMatchObject({
    code: expect.stringMatching(/^(dataset|image)-/) as unknown,
  });
  const steps = await readLosses(run);
  expect(steps.length).toBeGreaterThanOrEqual(4);
  expect((await newestCheckpoint(run)).checkpoint.state.step).toBe(steps.length);
});
