/** Our inference as a peer of the latency benchmark; `step_server.py` says how it talks. */
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { makeTrainConfig } from '../../src-main/contract/config';
import { generatorVariables } from '../../src-main/core/variables';
import { createGenerator } from '../../src-main/engine/generator';
import { processorGenerator } from '../../src-main/engine/processor-generator';

const warmUp = 3;

async function main(): Promise<void> {
  const text = { type: 'string' } as const;
  const {
    size = '256',
    filters = '64',
    batch = '1',
  } = parseArgs({ options: { size: text, filters: text, batch: text } }).values;
  const side = Number(size);
  const generator = await createGenerator(makeTrainConfig('studio', { size: side, filters: Number(filters) }));
  for (const { name, shape } of generatorVariables(generator.architecture)) {
    const length = shape.reduce((product, extent) => product * extent, 1);
    generator.set(
      name,
      Float32Array.from({ length }, (_, at) => Math.sin(at) / 20),
    );
  }
  const data = Uint8Array.from({ length: Number(batch) * side * side * 3 }, (_, at) => (at * 7919) & 255);
  const predictor = (await processorGenerator(generator)) ?? generator;
  const predict = (): unknown => predictor.predict({ batch: Number(batch), height: side, width: side, data }, null);
  for (let round = 0; round < warmUp; round++) {
    predict();
  }
  answer({ ready: 'Pix2Pix Studio' });
  for await (const command of createInterface({ input: process.stdin })) {
    if (command === 'step') {
      const begin = performance.now();
      predict();
      answer({ seconds: (performance.now() - begin) / 1000 });
    } else if (command === 'memory') {
      answer({ bytes: process.resourceUsage().maxRSS * 1024 });
    }
  }
}

function answer(value: Readonly<Record<string, string | number>>): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

void main();
