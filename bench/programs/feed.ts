/**
 * Reads epochs of a packed store as the training does, without training: how many pairs a second, and the peak of memory.
 * The store is made up and sparse: zeros that take no room on the disk. With `--make` it is only made, so that
 * what making takes is not counted. Prints a line of JSON.
 */
import { mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { splits, type Split } from '../../src-main/contract/dataset';
import { imageBytes } from '../../src-main/data/pair-source';
import { BatchReader } from '../../src-main/data/read-ahead';
import { openWholeStore, recordHash } from '../../src-main/data/store';
import { encodeIndex, hashBytes, indexFile, storeFormat, type SplitIndex } from '../../src-main/data/store-index';

const text = { type: 'string' } as const;
const geometry = { size: 256, jitterSize: 286 };
const perShard = 2000;

async function main(): Promise<void> {
  const {
    folder = '',
    make,
    epochs = '1',
  } = parseArgs({
    options: { folder: text, make: text, epochs: text },
  }).values;
  if (make !== undefined) {
    await makeStore(folder, Number(make));
    process.stdout.write('{}\n');
    return;
  }
  const store = await openWholeStore(folder);
  if (store === null) {
    throw new Error('The made store is not whole.');
  }
  const count = store.names('train').length;
  const reader = new BatchReader(store, { batch: 1, seed: 1, jitter: true, firstStep: 1 });
  const seconds: number[] = [];
  for (let epoch = 0; epoch < Number(epochs); epoch++) {
    const start = performance.now();
    for (let step = 0; step < count; step++) {
      await reader.next();
    }
    seconds.push((performance.now() - start) / 1000);
  }
  await reader.close();
  await store.close();
  const peak = process.resourceUsage().maxRSS * 1024;
  process.stdout.write(`${JSON.stringify({ pairs: count, pairs_per_second: seconds.map((s) => count / s), peak })}\n`);
}

async function makeStore(folder: string, count: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  const counts = { train: count, test: 1 };
  const made = await Promise.all(splits.map(async (split) => [split, await makeSplit(folder, split, counts[split])]));
  const { train, test } = Object.fromEntries(made) as Record<Split, SplitIndex>;
  const index = { format: storeFormat, fingerprint: '', family: '', ...geometry, splits: { train, test } } as const;
  await writeFile(join(folder, indexFile), encodeIndex(index));
}

async function makeSplit(folder: string, split: Split, count: number): Promise<SplitIndex> {
  const recordBytes = 2 * imageBytes(geometry, split);
  const zeros = new Uint8Array(recordBytes / 2);
  const hash = recordHash(zeros, zeros);
  const hashes = new Uint8Array(count * hashBytes);
  for (let record = 0; record < count; record++) {
    hashes.set(hash, record * hashBytes);
  }
  const shards = Array.from({ length: Math.ceil(count / perShard) }, (_, index) => ({
    file: `${split}-${String(index)}.bin`,
    records: Math.min(perShard, count - index * perShard),
  }));
  for (const { file, records } of shards) {
    const shard = await open(join(folder, file), 'w');
    await shard.truncate(records * recordBytes);
    await shard.close();
  }
  const names = Array.from({ length: count }, (_, index) => `${split}/${String(index).padStart(6, '0')}_AB.jpg`);
  return { names, sources: hashes, hashes, slots: Uint32Array.from({ length: count }, (_, slot) => slot), shards };
}

void main();
