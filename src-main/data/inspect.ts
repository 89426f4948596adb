/** Recognises a folder of pairs, checks every picture, and says what is used, what was set aside and why. */
import { resolve } from 'node:path';
import { presets, type DatasetConfig } from '../contract/config';
import type { DatasetReport, PairFile } from '../contract/dataset';
import { AppError } from '../contract/errors';
import { readCheckedFiles, writeCheckedFiles } from './checked-files';
import { examineFiles, type ExaminedFile } from './examine-files';
import { Fingerprint } from './fingerprint';
import { listPairs, type Listing } from './layout';
import { compareNaturally } from './natural-order';
import { describePairs, type UsablePair } from './pairs';
import { noteDuplicates, noteSizes } from './pair-notes';
import { randomStream } from './random-streams';
import { looksOf, recipeFor } from './recipe';
import { shuffle } from './shuffle';

/** Where no folders divide the pairs, one in this many is for testing. */
const testShare = 10;

/** What of a configuration the inspection needs; fields that are left out are the default preset's. */
export interface InspectOptions extends Partial<DatasetConfig> {
  /** Decides which pairs are for testing where no folders do. */
  readonly seed: number;
  /** Told after each file. */
  readonly progress?: (done: number, total: number) => void;
}

/**
 * Reads every file of the dataset once; nothing in the folder is changed. A picture is decoded when its contents were
 * not found whole before, in a process that may crash.
 *
 * @throws AppError `dataset-missing`, `dataset-not-folder`, `dataset-unreadable`, `dataset-folder-missing`,
 *   `dataset-folders-unclear`, `dataset-transform-missing`, `dataset-no-pairs`, `dataset-no-training-pairs`. A single
 *   bad file is no error: it stands in `problems`.
 */
export async function inspectDataset(folder: string, options: InspectOptions): Promise<DatasetReport> {
  const config = { ...presets.studio, ...options };
  const listing = await listPairs(folder, config);
  const listed = [...new Map(listing.pairs.flatMap(bothFiles).map((file) => [file.path, file])).values()];
  const known = await readCheckedFiles(folder);
  const examination = await examineFiles(listed, known, options.progress ?? (() => undefined));
  const { layout, usable, problems } = describePairs(listing, examination.files, config.inputSide);
  const pairs = splitPairs(usable, config.seed);
  const looks = looksOf(usable);
  const allProblems = [...listing.problems, ...examination.problems, ...problems];
  refuseUseless(folder, pairs, allProblems.length);
  const files = [...new Set(usable.flatMap((pair) => pair.files))];
  await writeCheckedFiles(folder, new Map([...examination.files.values()].map((file) => [file.digest, factsOf(file)])));
  return {
    folder: resolve(folder),
    layout,
    inputFolder: listing.folders?.inputFolder ?? '',
    targetFolder: listing.folders?.targetFolder ?? '',
    splitBy: listing.splitBy,
    recipe: recipeFor(config, layout, looks),
    looks,
    pairs: pairs.map(({ pair }) => pair),
    files: files.map(({ name, digest, format, width, height, channels, bitsPerChannel }) => {
      return { name, digest, format, width, height, channels, bitsPerChannel };
    }),
    problems: allProblems.sort((a, b) => compareNaturally(a.name, b.name)),
    notes: [...examination.notes, ...noteSizes(pairs), ...noteDuplicates(pairs)],
    ignored: listing.ignored,
    fingerprint: fingerprintOf(files),
  };
}

function bothFiles({ input, target }: Listing['pairs'][number]) {
  return [input, target];
}

function factsOf({ format, width, height, channels, bitsPerChannel, labelParts }: ExaminedFile) {
  return { format, width, height, channels, bitsPerChannel, labelParts };
}

function fingerprintOf(files: readonly ExaminedFile[]): string {
  const fingerprint = new Fingerprint();
  for (const { name, digest } of files) {
    fingerprint.add(name, digest);
  }
  return fingerprint.digest();
}

export interface SplitPair extends Pick<UsablePair, 'files'> {
  readonly pair: PairFile;
}

function splitPairs(usable: readonly UsablePair[], seed: number): SplitPair[] {
  const isDrawn = usable.every(({ split }) => split === null);
  const testCount = isDrawn && usable.length >= 2 ? Math.max(1, Math.round(usable.length / testShare)) : 0;
  const drawn = new Set(shuffle(usable, randomStream(seed, 'split', 0)).slice(0, testCount));
  return usable.map((one) => {
    const { split, files, input, target } = one;
    return { files, pair: { split: split ?? (drawn.has(one) ? 'test' : 'train'), name: input.name, input, target } };
  });
}

function refuseUseless(path: string, pairs: readonly SplitPair[], setAside: number): void {
  if (pairs.length === 0) {
    throw new AppError('dataset-no-pairs', { path, setAside });
  }
  if (pairs.every(({ pair }) => pair.split === 'test')) {
    throw new AppError('dataset-no-training-pairs', { path, testPairs: pairs.length });
  }
}
