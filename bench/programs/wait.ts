/**
 * Trains some steps from a packed store and from the folder, and says which share of a step's time was spent waiting for
 * its pictures. Prints a line of JSON for each.
 */
import { parseArgs } from 'node:util';
import { cacheChoices, makeTrainConfig } from '../../src-main/contract/config';
import { inspectDataset } from '../../src-main/data/inspect';
import { openPairs } from '../../src-main/data/open-pairs';
import { BatchReader } from '../../src-main/data/read-ahead';
import { modelConfig } from '../../src-main/run/model-config';
import { createCompiledModel } from '../../src-main/engine/compiled';

const text = { type: 'string' } as const;
const warmUpSteps = 3;

async function main(): Promise<void> {
  const {
    folder = '',
    steps = '20',
    filters = '64',
  } = parseArgs({
    options: { folder: text, steps: text, filters: text },
  }).values;
  const config = makeTrainConfig('studio', { filters: Number(filters) });
  const report = await inspectDataset(folder, config);
  const model = await createCompiledModel(modelConfig(config));
  model.initialise([1, 2]);
  const { batch, seed, jitter, lambda, learningRate } = config;
  for (const cache of cacheChoices) {
    const source = await openPairs(report, { ...config, cache });
    const reader = new BatchReader(source, { batch, seed, jitter, firstStep: 1 });
    let [waited, stepped] = [0, 0];
    for (let step = 0; step < Number(steps) + warmUpSteps; step++) {
      const begin = performance.now();
      const pairs = await reader.next();
      const read = performance.now();
      model.trainStep({ ...pairs, noiseSeed: [1, step], lambda, learningRate });
      if (step >= warmUpSteps) {
        waited += read - begin;
        stepped += performance.now() - read;
      }
      // As in the training loop: reads get their turn between two steps.
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    }
    await reader.close();
    await source.close();
    const share = waited / (waited + stepped);
    process.stdout.write(`${JSON.stringify({ cache, share, step_seconds: stepped / Number(steps) / 1000 })}\n`);
  }
  model.dispose();
}

void main();
