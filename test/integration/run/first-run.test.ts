/** A real run on the shipped sample pairs: about a minute of training, and the network has learned to colour. */
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeTrainConfig } from '../../../src-main/contract/config';
import type { TrainEvent } from '../../../src-main/contract/metrics';
import { openStore } from '../../../src-main/data/build-store';
import { inspectDataset } from '../../../src-main/data/inspect';
import { storeGeometry } from '../../../src-main/data/pair-source';
import { distance, fromByte } from '../../../src-main/engine/inference';
import { evaluateRun } from '../../../src-main/run/evaluate';
import { startRun } from '../../../src-main/run/train';
import { temporaryFolder } from '../../support/temporary-folder';

const dataset = fileURLToPath(new URL('../../../assets/sample-pairs', import.meta.url));
const config = makeTrainConfig('quick', { size: 64, filters: 16, steps: 1600, sampleEvery: 1600, seed: 7 });

/** Mean L1 of showing the input itself as the prediction. */
async function inputAsOutput(): Promise<number> {
  const store = await openStore(await inspectDataset(dataset, { seed: config.seed }), storeGeometry(config));
  const count = store.names('test').length;
  let sum = 0;
  for (let index = 0; index < count; index++) {
    const { input, target } = await store.readPair('test', index);
    sum += distance(Float32Array.from(input, fromByte), target).l1;
  }
  await store.close();
  return sum / count;
}

it('lowers the error on new pictures far below the untrained network and below showing the input', async () => {
  const run = join(await temporaryFolder(), 'run');
  process.env['PIX2PIX_STUDIO_CACHE'] = await temporaryFolder();
  const events: TrainEvent[] = [];
  const never = new AbortController().signal;
  await startRun({ dataset, run, config }, { event: (event) => events.push(event) }, never);
  const [untrained, trained] = events.flatMap((event) => (event.type === 'sample' ? [event.validation_l1] : []));
  expect(trained).toBeLessThan(0.4 * (untrained ?? 0));
  const { l1, pairs } = await evaluateRun({ run });
  expect(pairs).toBe(40);
  expect(l1).toBeLessThan(0.85 * (await inputAsOutput()));
});
