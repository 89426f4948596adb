/** Saves checkpoints between train steps and measures what they cost; prints one line of JSON. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { jitterSize, makeTrainConfig } from '../../src-main/contract/config';
import { createCompiledModel } from '../../src-main/engine/compiled';
import { checkpointBytes, CheckpointSaver } from '../../src-main/run/saver';
import { median } from '../statistics.mjs';

const stepsBetween = 8;

async function main(): Promise<void> {
  const number = { type: 'string' } as const;
  const options = { size: number, filters: number, batch: number, rounds: number };
  const { rounds = '5', ...networks } = parseArgs({ options }).values;
  const changes = Object.fromEntries(Object.entries(networks).map(([name, value]) => [name, Number(value)]));
  const config = makeTrainConfig('studio', changes);
  const storedSize = jitterSize(config.size);
  const model = await createCompiledModel({ ...config, storedSize });
  model.initialise([1, 2]);
  const bytes = new Uint8Array(config.batch * storedSize ** 2 * 3).fill(100);
  const feeds = {
    input: bytes,
    target: bytes,
    offsets: new Int32Array(config.batch * 2),
    mirror: new Uint8Array(config.batch),
    noiseSeed: [3, 4],
    lambda: config.lambda,
    learningRate: config.learningRate,
  } as const;
  const folder = await mkdtemp(join(tmpdir(), 'pix2pix-checkpoint-'));
  await mkdir(join(folder, 'checkpoints'));
  const saver = new CheckpointSaver(folder, model);
  const measured = { step: [] as number[], stepBeside: [] as number[], begin: [] as number[], finish: [] as number[] };
  const wholeAfter: number[] = [];
  try {
    for (let round = 1; round <= Number(rounds); round++) {
      for (let step = 0; step < stepsBetween; step++) {
        measured.step.push(seconds(() => model.trainStep(feeds)));
      }
      const start = performance.now();
      await saver.begin({
        format: 1,
        versions: { studio: '0', tensorflow: '0', tfjs: '0' },
        step: round,
        epoch: 0,
        pairInEpoch: 0,
        seed: 1,
        config,
        changes: [],
        datasetFingerprint: '',
        ordinal: round,
        validationL1: null,
      });
      measured.begin.push((performance.now() - start) / 1000);
      while (!saver.isReady) {
        measured.stepBeside.push(seconds(() => model.trainStep(feeds)));
        await new Promise((resolve) => {
          setImmediate(resolve);
        });
      }
      const finish = performance.now();
      await saver.finish();
      measured.finish.push((performance.now() - finish) / 1000);
      wholeAfter.push((performance.now() - start) / 1000);
    }
  } finally {
    model.dispose();
    await rm(folder, { recursive: true, force: true });
  }
  const report = {
    megabytes: Math.round(checkpointBytes({ ...config, storedSize }) / 1e6),
    step_seconds: median(measured.step),
    step_seconds_beside_a_checkpoint: median(measured.stepBeside),
    pause_seconds: median(measured.begin.map((begin, index) => begin + (measured.finish[index] ?? 0))),
    whole_after_seconds: median(wholeAfter),
  };
  process.stdout.write(`${JSON.stringify(report)}\n`);
}

function seconds(work: () => unknown): number {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
}

void main();
