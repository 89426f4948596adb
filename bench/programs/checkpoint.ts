/** Saves checkpoints between train steps and measures what they cost; prints one line of JSON. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { jitterSize, makeTrainConfig, type TrainConfig } from '../../src-main/contract/config';
import type { CheckpointState } from '../../src-main/contract/run';
import { createCompiledModel } from '../../src-main/engine/compiled';
import { modelConfig } from '../../src-main/run/model-config';
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
  const model = await createCompiledModel(modelConfig(config));
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
  const measured = {
    step: [] as number[],
    stepBeside: [] as number[],
    pause: [] as number[],
    stepsMeanwhile: [] as number[],
    wholeAfter: [] as number[],
    pauseWithoutOverlap: [] as number[],
  };
  const step = (): unknown => model.trainStep(feeds);
  try {
    for (let round = 1; round <= 2 * Number(rounds); round++) {
      for (let count = 0; count < stepsBetween; count++) {
        measured.step.push(await seconds(step));
      }
      const begin = await seconds(() => saver.begin(stateOf(config, round)));
      if (round % 2 === 0) {
        // As it would be if the next step had to wait until the checkpoint is whole.
        measured.pauseWithoutOverlap.push(begin + (await seconds(() => saver.finish())));
        continue;
      }
      const start = performance.now();
      let steps = 0;
      for (; !saver.isReady; steps++) {
        measured.stepBeside.push(await seconds(step));
        await new Promise((resolve) => {
          setImmediate(resolve);
        });
      }
      const finish = await seconds(() => saver.finish());
      measured.stepsMeanwhile.push(steps);
      measured.pause.push(begin + finish);
      measured.wholeAfter.push(begin + (performance.now() - start) / 1000);
    }
  } finally {
    model.dispose();
    await rm(folder, { recursive: true, force: true });
  }
  const megabytes = Math.round(checkpointBytes(model.config) / 1e6);
  const figures = Object.entries(measured).map(([name, values]) => [
    name,
    { min: round3(Math.min(...values)), median: round3(median(values)) },
  ]);
  process.stdout.write(`${JSON.stringify({ megabytes, ...Object.fromEntries(figures) })}\n`);
}

function stateOf(config: TrainConfig, step: number): CheckpointState {
  return {
    format: 1,
    versions: { studio: '0', tensorflow: '0', tfjs: '0' },
    step,
    epoch: 0,
    pairInEpoch: 0,
    seed: 1,
    config,
    changes: [],
    datasetFingerprint: '',
    ordinal: step,
    validationL1: null,
  };
}

async function seconds(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

function round3(value: number): number {
  return Number(value.toFixed(3));
}

void main();
