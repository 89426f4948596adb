/** Numbers that are not finite in a real training: nothing of them is kept, and the run can go on from before. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { newestCheckpoint } from '../../../src-main/run/checkpoint';
import { trainAltered } from '../../support/altered-training';
import { readLosses, recorder, tinyConfig, tinyDataset } from '../../support/runs';
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
function trainPoisoned(run: string, everySteps: number | null, poison: Poison): Promise<void> {
  return trainAltered({
    dataset,
    run,
    config: { ...config, checkpointEverySteps: everySteps },
    totalSteps: 12,
    beforeStep(step, model) {
      if (step === poison.step) {
        model.set(poison.variable, model.get(poison.variable).fill(poison.value, 0, 1));
      }
    },
    ...recorder(),
  });
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
