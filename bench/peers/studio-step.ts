/**
 * Our train step as a peer of the step benchmark; `step_server.py` says what goes in and out. With `--eager` the same
 * code runs operation by operation, as TF.js programs do.
 */
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { makeTrainConfig } from '../../src-main/contract/config';
import { Philox } from '../../src-main/core/philox';
import { createCompiledModel } from '../../src-main/engine/compiled';
import { createEagerModel } from '../../src-main/engine/eager';
import type { Model, ModelConfig, StepFeeds } from '../../src-main/engine/model';
import { registerNativeKernels } from '../../src-main/native/kernels';
import { loadTensorFlow } from '../../src-main/native/tensorflow';
import { modelConfig } from '../../src-main/run/model-config';

const warmUpSteps = 3;

async function main(): Promise<void> {
  const number = { type: 'string' } as const;
  const { values } = parseArgs({
    options: { size: number, filters: number, batch: number, eager: { type: 'boolean' } },
  });
  const { eager, ...sizes } = values;
  const numbers = Object.fromEntries(Object.entries(sizes).map(([name, value]) => [name, Number(value)]));
  const config = modelConfig(makeTrainConfig('studio', numbers));
  const model = eager === true ? await eagerModel(config) : await createCompiledModel(config);
  model.initialise([1, 2]);
  const feeds = { ...randomPair(config), noiseSeed: [3, 4], lambda: 100, learningRate: 2e-4 } as const;
  for (let step = 0; step < warmUpSteps; step++) {
    model.trainStep(feeds);
  }
  const tensorflow = await loadTensorFlow();
  const title = eager === true ? 'the same code operation by operation' : 'Pix2Pix Studio';
  answer({ ready: `${title}, tfjs-node-gpu ${tensorflow.version['tfjs-node']}` });
  for await (const command of createInterface({ input: process.stdin })) {
    if (command === 'step') {
      const begin = performance.now();
      model.trainStep(feeds);
      answer({ seconds: (performance.now() - begin) / 1000 });
    } else if (command === 'memory') {
      answer({ bytes: process.resourceUsage().maxRSS * 1024 });
    }
  }
}

async function eagerModel(config: ModelConfig): Promise<Model> {
  registerNativeKernels(await loadTensorFlow());
  return createEagerModel(config);
}

/** Stored bytes, from which the step itself crops and mirrors as in training. */
function randomPair({
  batch,
  storedSize,
  size,
}: ModelConfig): Pick<StepFeeds, 'input' | 'target' | 'offsets' | 'mirror'> {
  const random = new Philox(1, 2);
  const bytes = (): Uint8Array =>
    Uint8Array.from({ length: batch * storedSize ** 2 * 3 }, () => random.nextUint32() & 0xff);
  const offsets = Int32Array.from({ length: batch * 2 }, () => Math.floor(random.nextUniform() * (storedSize - size)));
  return { input: bytes(), target: bytes(), offsets, mirror: new Uint8Array(batch).fill(1) };
}

function answer(value: Readonly<Record<string, string | number>>): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

void main();
