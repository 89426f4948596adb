/**
 * The first train steps of a run on a folder of pairs, and in `--out` all that another implementation needs to take the
 * same: `weights.f32` (the initial values, one after the other), `steps.json` (names and shapes of the variables; of each
 * step the pair, its crop and mirror) and `masks.u8` (of each step and dropout layer, 1 where a value is kept). Prints
 * the losses of each step as a line of JSON, in the order of `lossNames`.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeTrainConfig } from '../../src-main/contract/config';
import { lossNames } from '../../src-main/contract/metrics';
import { dropoutBlocks, dropoutStreams } from '../../src-main/core/generator';
import { Philox } from '../../src-main/core/philox';
import { downWidths } from '../../src-main/core/variables';
import { inspectDataset } from '../../src-main/data/inspect';
import { openPairs } from '../../src-main/data/open-pairs';
import { PairOrder } from '../../src-main/data/order';
import { BatchReader } from '../../src-main/data/read-ahead';
import { createCompiledModel } from '../../src-main/engine/compiled';
import { modelVariables } from '../../src-main/engine/model';
import { modelConfig } from '../../src-main/run/model-config';
import { initialSeed } from '../../src-main/run/train';

async function main(): Promise<void> {
  const text = { type: 'string' } as const;
  const {
    dataset = '',
    out = '',
    ...sizes
  } = parseArgs({
    options: { dataset: text, out: text, size: text, filters: text, steps: text },
  }).values;
  const numbers = Object.fromEntries(Object.entries(sizes).map(([name, value]) => [name, Number(value)]));
  const resizing = { inputResizing: 'nearest', targetResizing: 'nearest' };
  const config = makeTrainConfig('studio', { ...resizing, ...numbers });
  const { seed, lambda, learningRate, dropout } = config;
  const store = await openPairs(await inspectDataset(dataset, { ...config, training: config }), config);
  const model = await createCompiledModel(modelConfig(config));
  model.initialise(initialSeed(config));
  const { generator, discriminator } = modelVariables(model.config);
  const variables = [...generator, ...discriminator];
  await writeFile(
    join(out, 'weights.f32'),
    variables.map(({ name }) => bytesOf(model.get(name))),
  );

  const names = store.names('train');
  const order = new PairOrder(seed, names.length);
  const reader = new BatchReader(store, { batch: 1, seed, jitter: true, firstStep: 1 });
  const widths = [...downWidths(config)].reverse().slice(1, 1 + dropoutBlocks);
  const steps: unknown[] = [];
  const masks: Uint8Array[] = [];
  for (let step = 1; step <= (config.steps ?? 0); step++) {
    const pair = await reader.next();
    const noiseSeed = [seed, step * dropoutStreams] as const;
    const { offsets, mirror } = pair;
    const [top, left] = offsets;
    steps.push({ pair: names[order.pairsOf(step, 1)[0] ?? 0], top, left, mirror: mirror[0] === 1 });
    for (const [block, width] of widths.entries()) {
      const random = new Philox(noiseSeed[0], noiseSeed[1] + block);
      const length = width * 4 ** (block + 1);
      masks.push(Uint8Array.from({ length }, () => Number(random.nextUniform() >= dropout)));
    }
    const outcome = model.trainStep({ ...pair, noiseSeed, lambda, learningRate });
    const losses = lossNames.map((name) => outcome[name]);
    process.stdout.write(`${JSON.stringify(losses)}\n`);
  }
  const shapes = variables.map(({ name, shape }) => ({ name, shape }));
  await writeFile(join(out, 'steps.json'), JSON.stringify({ variables: shapes, steps }));
  await writeFile(join(out, 'masks.u8'), masks);
  await reader.close();
  await store.close();
  model.dispose();
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

void main();
