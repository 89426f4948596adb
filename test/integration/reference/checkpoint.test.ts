import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { presets } from '../../../src-main/contract/config';
import { createCompiledModel } from '../../../src-main/engine/compiled';
import { runReference } from '../../support/reference';
import { temporaryFolder } from '../../support/temporary-folder';

/** A U-Net of 64 px and 4 filters, written out by hand from the paper and the documented names. */
const networks: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>> = {
  generator: {
    'down_1/kernel': [4, 4, 3, 4],
    'down_2/kernel': [4, 4, 4, 8],
    'down_2/norm/gamma': [8],
    'down_2/norm/beta': [8],
    'down_3/kernel': [4, 4, 8, 16],
    'down_3/norm/gamma': [16],
    'down_3/norm/beta': [16],
    'down_4/kernel': [4, 4, 16, 32],
    'down_4/norm/gamma': [32],
    'down_4/norm/beta': [32],
    'down_5/kernel': [4, 4, 32, 32],
    'down_5/norm/gamma': [32],
    'down_5/norm/beta': [32],
    'down_6/kernel': [4, 4, 32, 32],
    'down_6/norm/gamma': [32],
    'down_6/norm/beta': [32],
    'up_1/kernel': [4, 4, 32, 32],
    'up_1/norm/gamma': [32],
    'up_1/norm/beta': [32],
    'up_2/kernel': [4, 4, 32, 64],
    'up_2/norm/gamma': [32],
    'up_2/norm/beta': [32],
    'up_3/kernel': [4, 4, 16, 64],
    'up_3/norm/gamma': [16],
    'up_3/norm/beta': [16],
    'up_4/kernel': [4, 4, 8, 32],
    'up_4/norm/gamma': [8],
    'up_4/norm/beta': [8],
    'up_5/kernel': [4, 4, 4, 16],
    'up_5/norm/gamma': [4],
    'up_5/norm/beta': [4],
    'last/kernel': [4, 4, 3, 8],
    'last/bias': [3],
  },
  discriminator: {
    'down_1/kernel': [4, 4, 6, 4],
    'down_2/kernel': [4, 4, 4, 8],
    'down_2/norm/gamma': [8],
    'down_2/norm/beta': [8],
    'down_3/kernel': [4, 4, 8, 16],
    'down_3/norm/gamma': [16],
    'down_3/norm/beta': [16],
    'down_4/kernel': [4, 4, 16, 32],
    'down_4/norm/gamma': [32],
    'down_4/norm/beta': [32],
    'last/kernel': [4, 4, 32, 1],
    'last/bias': [1],
  },
};

const found = z.record(z.string(), z.tuple([z.string(), z.array(z.number())]));

it('writes checkpoints that TensorFlow Python reads, with the documented names and shapes', async () => {
  const prefix = join(await temporaryFolder(), 'model');
  const model = await createCompiledModel({ ...presets.tutorial, size: 64, filters: 4, storedSize: 64 });
  model.initialise([1, 2]);
  model.save(prefix);
  model.dispose();

  const expected = Object.entries(networks).flatMap(([network, variables]) => [
    ...Object.entries(variables).flatMap(([variable, shape]) =>
      ['', '/adam_m', '/adam_v'].map((slot) => [`${network}/${variable}${slot}`, ['float32', shape]] as const),
    ),
    ...['beta1', 'beta2'].map((beta) => [`${network}/adam_${beta}_power`, ['float32', []]] as const),
  ]);
  const variables = found.parse(JSON.parse(await runReference('read_checkpoint.py', [prefix])));
  expect(variables).toEqual(Object.fromEntries(expected));
});
