/** Recognises a folder of pairs, checks every picture by decoding it, and says what was set aside and why. */
import { resolve } from 'node:path';
import type { DatasetProblem, DatasetReport, PairFile, Split } from '../contract/dataset';
import { AppError } from '../contract/errors';
import { readImage } from './decode';
import { Fingerprint } from './fingerprint';
import { listFiles, type ListedFile, type Listing } from './list-files';
import { randomStream } from './random-streams';
import { shuffle } from './shuffle';

/** In a flat folder one pair in this many is for testing. */
const flatTestShare = 10;

type CheckedFile = Omit<PairFile, 'split'> & { readonly split: Split | null };

/**
 * Reads every file of the dataset once. One picture at a time is in memory.
 *
 * @param options.seed decides which pairs of a flat folder are for testing.
 * @param options.progress told after each file.
 * @throws AppError `dataset-missing`, `dataset-unreadable`, `dataset-no-pairs`, `dataset-no-training-pairs`. A single
 *   bad file is no error: it stands in `problems`.
 */
export async function inspectDataset(
  folder: string,
  options: { readonly seed: number; readonly progress?: (done: number, total: number) => void },
): Promise<DatasetReport> {
  const listing = await listFiles(folder);
  const fingerprint = new Fingerprint();
  const files: CheckedFile[] = [];
  const problems: DatasetProblem[] = [];
  for (const [index, file] of listing.files.entries()) {
    try {
      files.push(await checkFile(file, fingerprint));
    } catch (error) {
      if (!(error instanceof AppError) || error.code === 'native-library-missing') {
        throw error;
      }
      problems.push({ name: file.name, error: error.value });
    }
    options.progress?.(index + 1, listing.files.length);
  }
  const pairs = splitPairs(listing, files, options.seed);
  refuseUseless(folder, pairs, problems.length);
  return { folder: resolve(folder), layout: listing.layout, pairs, problems, fingerprint: fingerprint.digest() };
}

/** Decodes the file, which alone finds one that is cut off, and adds it to the fingerprint when it can be used. */
async function checkFile(file: ListedFile, fingerprint: Fingerprint): Promise<CheckedFile> {
  if (!/\.(jpe?g|png)$/i.test(file.name)) {
    throw new AppError('image-format', { name: file.name });
  }
  const { bytes, picture } = await readImage(file.path, file.name);
  const { width, height } = picture;
  if (width % 2 !== 0 || width <= height) {
    throw new AppError('image-not-pair', { name: file.name, width, height });
  }
  fingerprint.add(file.name, bytes);
  return { ...file, path: resolve(file.path), width: width / 2, height };
}

function splitPairs(listing: Listing, files: readonly CheckedFile[], seed: number): PairFile[] {
  const testCount =
    listing.layout === 'flat' && files.length >= 2 ? Math.max(1, Math.round(files.length / flatTestShare)) : 0;
  const drawn = new Set(shuffle(files, randomStream(seed, 'split', 0)).slice(0, testCount));
  return files.map((file) => ({ ...file, split: file.split ?? (drawn.has(file) ? 'test' : 'train') }));
}

function refuseUseless(path: string, pairs: readonly PairFile[], setAside: number): void {
  if (pairs.length === 0) {
    throw new AppError('dataset-no-pairs', { path, setAside });
  }
  if (pairs.every((pair) => pair.split === 'test')) {
    throw new AppError('dataset-no-training-pairs', { path, testPairs: pairs.length });
  }
}
