/** Samples: predictions for a fixed set of pairs, as pictures of input | target | prediction. */
import { join } from 'node:path';
import { access, rm } from 'node:fs/promises';
import { splits } from '../contract/dataset';
import { writeError } from '../contract/errors';
import { runFiles, stepFolder } from '../contract/run';
import { encodePng } from '../data/encode';
import type { PairSource, StoredPair } from '../data/pair-source';
import { makeWholeFolder, writeDurably } from '../data/whole-folder';
import { distance, withPictures } from '../engine/inference';
import type { Model, Seed } from '../engine/model';
import { prettyJson } from './pretty-json';

/** Dropout masks of samples: the same ones each time, so that a sample changes only with the weights. */
export const sampleNoiseSeed: Seed = [0, 0];

const largestSampleCount = 8;

export interface FixedPair extends StoredPair {
  readonly name: string;
}

export interface SamplePng {
  readonly name: string;
  readonly png: Uint8Array;
}

/**
 * The pairs that every sample of a run shows: evenly spread over the test split, or over the training split when there
 * is no other (then the middle of the larger pictures that jitter crops from).
 */
export async function fixedPairs(store: PairSource): Promise<readonly FixedPair[]> {
  const split = store.names('test').length > 0 ? 'test' : splits[0];
  const names = store.names(split);
  const count = Math.min(largestSampleCount, names.length);
  const pairs: FixedPair[] = [];
  for (let index = 0; index < count; index++) {
    const position = Math.floor((index * names.length) / count);
    const pair = await store.readPair(split, position);
    const { size, jitterSize } = store.geometry;
    const side = split === 'train' ? jitterSize : size;
    pairs.push({
      name: names[position] ?? String(position),
      input: centre(pair.input, side, size),
      target: centre(pair.target, side, size),
    });
  }
  return pairs;
}

/**
 * Predicts the fixed pairs and writes `samples/step-…/0.png` and so on and the pairs' names, whole or not at all.
 *
 * @param requireHeld throws when the run must not be written to any more
 * @returns the folder, the pictures, and the mean absolute difference of prediction and target
 * @throws AppError `disk-full` or `write-failed`.
 */
export async function writeSamples(
  run: string,
  model: Model,
  pairs: readonly FixedPair[],
  step: number,
  noiseSeed: Seed | null,
  requireHeld: () => Promise<void>,
): Promise<{ readonly folder: string; readonly pictures: readonly SamplePng[]; readonly l1: number }> {
  const parent = join(run, runFiles.samples);
  const folder = join(parent, stepFolder(step));
  const { size } = model.config;
  const pictures: SamplePng[] = [];
  let l1 = 0;
  await withPictures(model, async (predict) => {
    for (const pair of pairs) {
      const prediction = predict(pair.input, noiseSeed);
      l1 += distance(prediction.values, pair.target).l1 / pairs.length;
      const data = besideEachOther([pair.input, pair.target, prediction.bytes], size);
      pictures.push({ name: pair.name, png: await encodePng({ width: 3 * size, height: size, data }) });
    }
  });
  // A run folder that was deleted must not come back with nothing but samples in it.
  await access(parent).catch((error: unknown) => {
    throw writeError(parent, error);
  });
  await requireHeld();
  await rm(folder, { recursive: true, force: true });
  await makeWholeFolder(folder, async (temporary) => {
    await Promise.all(pictures.map(({ png }, index) => writeDurably(join(temporary, `${String(index)}.png`), png)));
    await writeDurably(join(temporary, runFiles.pairs), prettyJson(pictures.map(({ name }) => name)));
  });
  return { folder, pictures, l1 };
}

/** Mean absolute difference of prediction and target over the pairs, in [-1, 1] units. */
export function validationL1(model: Model, pairs: readonly FixedPair[], noiseSeed: Seed | null): Promise<number> {
  return withPictures(model, (predict) => {
    const distances = pairs.map(({ input, target }) => distance(predict(input, noiseSeed).values, target).l1);
    return distances.reduce((sum, l1) => sum + l1, 0) / pairs.length;
  });
}

/** Square pictures of the same side in a row. */
export function besideEachOther(pictures: readonly Uint8Array[], side: number): Uint8Array {
  const row = side * 3;
  const joined = new Uint8Array(pictures.length * row * side);
  pictures.forEach((picture, column) => {
    for (let y = 0; y < side; y++) {
      joined.set(picture.subarray(y * row, (y + 1) * row), (y * pictures.length + column) * row);
    }
  });
  return joined;
}

/** The middle `size` × `size` of a `side` × `side` picture. */
function centre(picture: Uint8Array, side: number, size: number): Uint8Array {
  if (side === size) {
    return picture;
  }
  const margin = Math.floor((side - size) / 2);
  const cropped = new Uint8Array(size * size * 3);
  for (let y = 0; y < size; y++) {
    const start = ((y + margin) * side + margin) * 3;
    cropped.set(picture.subarray(start, start + size * 3), y * size * 3);
  }
  return cropped;
}
