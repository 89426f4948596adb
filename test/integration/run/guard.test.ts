/** Numbers that are not finite in a real training: nothing of them is kept, and the run can go on from before. */
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../../src-main/data/build-store';
import { inspectDataset } from '../../../src-main/data/inspect';
import { storeGeometry } from '../../../src-main/data/pair-source';
import type { CompiledModel } from '../../../src-main/engine/compiled';
import { newestCheckpoint } from '../../../src-main/run/checkpoint';
import { trainLoop } from '../../../src-main/run/loop';
import { withModel } from '../../../src-main/run/prepare';
import { readLosses, recorder, runRecord, tinyConfig, tinyDataset, versions } from '../../support/runs';
import { sharedFolder, temporaryFolder } from '../../support/temporary-folder';

const config = { ...tinyConfig, sampleEvery: 2, learningRate: 2e-4 };

let dataset: string;

beforeAll(async () => {
  const { folder, remove } = await sharedFolder();
  dataset = await tinyDataset(folder);
  return remove;
});

/** Sets one value of a variable before a step. */
interface Poison {
  readonly step: number;
  readonly variable: string;
  readonly value: number;
}

/** Trains with a value that was poisoned; the run is expected to fail. */
async function trainPoisoned(run: string, everySteps: number | null, poison: Poison): Promise<void> {
  await mkdir(join(run, 'checkpoints'), { recursive: true });
  await mkdir(join(run, 'samples'));
  const report = await inspectDataset(dataset, { seed: config.seed });
  const store = await openStore(report, storeGeometry(config));
  const { listener, stop } = recorder();
  try {
    await withModel(config, async (model) => {
      model.initialise([1, 0]);
      let step = 0;
      const poisoned: CompiledModel = {
        ...model,
        trainStep(feeds) {
          step += 1;
          if (step === poison.step) {
            model.set(poison.variable, model.get(poison.variable).fill(poison.value, 0, 1));
          }
          return model.trainStep(feeds);
        },
      };
      await trainLoop(
        {
          run,
          store,
          model: poisoned,
          record: runRecord({ ...config, checkpointEverySteps: everySteps }, report),
          versions,
          firstStep: 0,
          totalSteps: 12,
          checkpointsBefore: 0,
        },
        listener,
        stop,
      );
    });
  } finally {
    await store.close();
  }
}

const stepsOf = async (run: string): Promise<unknown[]> => (await readLosses(run)).map(({ step }) => step);

describe('a training with a number that is not finite', () => {
  it('in a loss goes back to the last checkpoint, names the loss and a weight, and offers a lower learning rate', async () => {
    const run = join(await temporaryFolder(), 'run');
    const poison = { step: 9, variable: 'generator/last/bias', value: Number.NaN };
    await expect(trainPoisoned(run, 3, poison)).rejects.toMatchObject({
      code: 'loss-not-finite',
      data: {
        step: 9,
        loss: 'gen_gan_loss',
        variable: expect.stringMatching(/^generator\//) as unknown,
        learningRate: 2e-4,
        lowerLearningRate: 2e-5,
        keptStep: 6,
      },
    });
    expect((await newestCheckpoint(run)).checkpoint.state.step).toBe(6);
    expect(await stepsOf(run)).toEqual([1, 2, 3, 4, 5, 6]);
    expect((await readdir(join(run, 'samples'))).at(-1)).toBe('step-00000006');
  });

  it('in a weight that no loss shows keeps no checkpoint of it', async () => {
    const run = join(await temporaryFolder(), 'run');
    // The tanh after it makes 1 of it.
    const variable = 'generator/last/bias';
    const poison = { step: 5, variable, value: Number.POSITIVE_INFINITY };
    await expect(trainPoisoned(run, 3, poison)).rejects.toMatchObject({
      code: 'loss-not-finite',
      data: { step: 5, loss: null, variable, keptStep: 3 },
    });
    expect(await stepsOf(run)).toEqual([1, 2, 3]);
    expect((await readdir(join(run, 'checkpoints'))).sort()).toEqual(['latest', 'step-00000003']);
  });

  it('before the first checkpoint goes back to the beginning', async () => {
    const run = join(await temporaryFolder(), 'run');
    const poison = { step: 5, variable: 'discriminator/down_1/kernel', value: Number.NaN };
    await expect(trainPoisoned(run, null, poison)).rejects.toMatchObject({
      code: 'loss-not-finite',
      data: { step: 5, keptStep: null },
    });
    expect(await stepsOf(run)).toEqual([]);
  });
});
