import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chooseCheckpoint } from '../../../src-main/run/choose-checkpoint';
import { RunNetwork } from '../../../src-main/run/run-network';
import { largestDifference, makeRun, openLast } from '../../support/exports';
import { noise } from '../../support/pictures';
import { sharedFolder } from '../../support/temporary-folder';

const side = 64;
const pictures = { batch: 1, height: side, width: side, data: noise(side, side, 4).data };
const kernel = 'generator/down_1/kernel';

let folder: string;
let remove: () => Promise<void>;

beforeAll(async () => {
  ({ folder, remove } = await sharedFolder());
  process.env['PIX2PIX_STUDIO_CACHE'] = join(folder, 'cache');
});

afterAll(() => remove());

it('gives the picture of the training, and its weights before and after', async () => {
  const { run, config } = await makeRun(folder, 'studio', { filters: 8 });
  const reference = await openLast(run, config);
  const { checkpoint } = await chooseCheckpoint(run, 'latest');
  const network = await RunNetwork.open(config, checkpoint);
  const weights = () => network.withWeights((get) => Promise.resolve(get(kernel)));

  const before = await weights();
  expect(before).toEqual(reference.get(kernel));
  for (const seed of [null, [3, 4] as const]) {
    const made = await network.predict(pictures, seed);
    expect(largestDifference(made, reference.predict(pictures, seed))).toBeLessThan(1e-4);
  }
  expect(await weights()).toEqual(before);
  expect(await network.predict(pictures, null)).toEqual(await network.predict(pictures, null));

  network.dispose();
  await expect(network.predict(pictures, null)).rejects.toThrow('disposed');
  reference.dispose();
});
