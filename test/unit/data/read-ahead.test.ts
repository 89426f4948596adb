import { beforeEach, expect, test } from 'vitest';
import { openStore } from '../../../src-main/data/build-store';
import { inspectDataset } from '../../../src-main/data/inspect';
import { epochOrder, stepJitter } from '../../../src-main/data/order';
import { BatchReader, type TrainBatch } from '../../../src-main/data/read-ahead';
import type { PairSource } from '../../../src-main/data/pair-source';
import { writePairs } from '../../support/pictures';
import { temporaryFolder } from '../../support/temporary-folder';

beforeEach(async () => {
  process.env.PIX2PIX_STUDIO_CACHE = await temporaryFolder();
});

async function madeStore(): Promise<PairSource> {
  const folder = await temporaryFolder();
  await writePairs(folder, ['train/1.png', 'train/2.png', 'train/3.png', 'train/4.png', 'train/5.png', 'test/1.png']);
  const report = await inspectDataset(folder, { seed: 1 });
  return openStore(report, { size: 16, jitterSize: 18 });
}

/** The arrays of a batch are used again; this keeps their values. */
function copy(batch: TrainBatch): TrainBatch {
  const { step, epoch, input, target, offsets, mirror, colour } = batch;
  return {
    step,
    epoch,
    input: input.slice(),
    target: target.slice(),
    offsets: offsets.slice(),
    mirror: mirror.slice(),
    colour: colour.slice(),
  };
}

async function take(reader: BatchReader, count: number): Promise<TrainBatch[]> {
  const batches: TrainBatch[] = [];
  while (batches.length < count) {
    batches.push(copy(await reader.next()));
  }
  await reader.close();
  return batches;
}

const options = { batch: 2, seed: 11, jitter: true, firstStep: 1 };

test('batches hold the pairs of the order, with their crops and mirrors', async () => {
  const store = await madeStore();
  const batches = await take(new BatchReader(store, options), 5);
  const order = [...epochOrder(11, 0, 5), ...epochOrder(11, 1, 5)];
  for (const [index, batch] of batches.entries()) {
    expect(batch.step).toBe(index + 1);
    for (const position of [0, 1]) {
      const { input, target } = await store.readPair('train', order[index * 2 + position] ?? 0);
      const [from, to] = [position * input.length, (position + 1) * input.length];
      expect(batch.input.slice(from, to)).toEqual(input);
      expect(batch.target.slice(from, to)).toEqual(target);
    }
    const jitters = stepJitter(11, index + 1, 2, 2);
    expect(Array.from(batch.offsets)).toEqual(jitters.flatMap(({ offset }) => [...offset]));
    expect(Array.from(batch.mirror)).toEqual(jitters.map(({ mirror }) => Number(mirror)));
  }
  expect(batches.map(({ epoch }) => epoch)).toEqual([1, 1, 1, 2, 2]);
  await store.close();
});

test('a run that is resumed at any step sees what it would have seen', async () => {
  const store = await madeStore();
  const whole = await take(new BatchReader(store, options), 12);
  for (const firstStep of [2, 7, 12]) {
    const resumed = await take(new BatchReader(store, { ...options, firstStep }), 13 - firstStep);
    expect(resumed).toEqual(whole.slice(firstStep - 1));
  }
  await store.close();
});

test('without jitter nothing is cropped or mirrored', async () => {
  const store = await madeStore();
  for (const { offsets, mirror } of await take(new BatchReader(store, { ...options, jitter: false }), 4)) {
    expect([...offsets, ...mirror]).toEqual([0, 0, 0, 0, 0, 0]);
  }
  await store.close();
});

test('a batch stays as it is until the next one is asked for, and memory does not grow', async () => {
  const store = await madeStore();
  const reader = new BatchReader(store, options);
  const buffers = new Set<ArrayBufferLike>();
  for (let count = 0; count < 20; count++) {
    const batch = await reader.next();
    const before = copy(batch);
    await new Promise(setImmediate);
    expect(batch).toEqual(before);
    buffers.add(batch.input.buffer);
  }
  expect(buffers.size).toBe(3);
  await reader.close();
  await store.close();
});

test('a failed read reaches the one who asks for that batch', async () => {
  const store = await madeStore();
  await store.close();
  const reader = new BatchReader(store, options);
  await expect(reader.next()).rejects.toThrow();
  await reader.close();
});
