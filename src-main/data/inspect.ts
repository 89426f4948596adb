/** Recognises a folder of pairs, checks every picture, and says what was set aside and why. */
import { resolve } from 'node:path';
import { presets, type DatasetConfig } from '../contract/config';
import type { DatasetProblem, DatasetReport, PairFile, PictureFile, Split } from '../contract/dataset';
import { AppError } from '../contract/errors';
import { readCheckedFiles, writeCheckedFiles } from './checked-files';
import { checkHeader, decodeImage, readImageFile } from './decode';
import { contentDigest, Fingerprint } from './fingerprint';
import { listFiles, type ListedFile, type Listing } from './list-files';
import { randomStream } from './random-streams';
import { shuffle } from './shuffle';

/** In a flat folder one pair in this many is for testing. */
const flatTestShare = 10;

/** What of a configuration the inspection needs; fields that are left out are the default preset's. */
export interface InspectOptions extends Partial<DatasetConfig> {
  /** Decides which pairs are for testing where no folders do. */
  readonly seed: number;
  /** Told after each file. */
  readonly progress?: (done: number, total: number) => void;
}

interface CheckedFile extends PictureFile {
  readonly split: Split | null;
  readonly path: string;
  readonly digest: string;
}

/**
 * Reads every file of the dataset once; one picture at a time is in memory. A picture is decoded when its contents were
 * not found whole before.
 *
 * @throws AppError `dataset-missing`, `dataset-unreadable`, `dataset-no-pairs`, `dataset-no-training-pairs`. A single
 *   bad file is no error: it stands in `problems`.
 */
export async function inspectDataset(folder: string, options: InspectOptions): Promise<DatasetReport> {
  const listing = await listFiles(folder);
  const known = await readCheckedFiles(folder);
  const files: CheckedFile[] = [];
  const problems: DatasetProblem[] = [];
  for (const [index, file] of listing.files.entries()) {
    try {
      files.push(await checkFile(file, known));
    } catch (error) {
      if (!(error instanceof AppError) || error.code === 'native-library-missing') {
        throw error;
      }
      problems.push({ name: file.name, error: error.value });
    }
    options.progress?.(index + 1, listing.files.length);
  }
  const config = { ...presets.studio, ...options };
  const pairs = splitPairs(listing, files, config);
  refuseUseless(folder, pairs, problems.length);
  await writeCheckedFiles(
    folder,
    files.map(({ digest }) => digest),
  );
  return {
    folder: resolve(folder),
    layout: 'side-by-side',
    inputFolder: '',
    targetFolder: '',
    splitBy: listing.layout === 'flat' ? 'seed' : 'folders',
    recipe: {
      fit: 'stretch',
      inputResizing: 'nearest',
      targetResizing: 'nearest',
      transform: 'none',
      background: config.background,
    },
    pairs,
    files,
    problems,
    notes: [],
    ignored: [],
    fingerprint: fingerprintOf(files),
  };
}

/** Decoding alone finds a file that is cut off. */
async function checkFile(file: ListedFile, known: ReadonlySet<string>): Promise<CheckedFile> {
  const { name } = file;
  if (!/\.(jpe?g|png)$/i.test(name)) {
    throw new AppError('image-format', { name });
  }
  const bytes = await readImageFile(file.path, name);
  const { format, width, height, channels, bitsPerChannel } = checkHeader(bytes, name);
  if (width % 2 !== 0 || width <= height) {
    throw new AppError('image-not-pair', { name, width, height });
  }
  const digest = contentDigest(bytes);
  if (!known.has(digest)) {
    await decodeImage(bytes, name);
  }
  return {
    split: file.split,
    path: resolve(file.path),
    name,
    format,
    width,
    height,
    channels: channels ?? 3,
    bitsPerChannel,
    digest,
  };
}

function fingerprintOf(files: readonly CheckedFile[]): string {
  const fingerprint = new Fingerprint();
  for (const { name, digest } of files) {
    fingerprint.add(name, digest);
  }
  return fingerprint.digest();
}

function splitPairs(
  listing: Listing,
  files: readonly CheckedFile[],
  { seed, inputSide }: Pick<DatasetConfig, 'inputSide'> & { readonly seed: number },
): PairFile[] {
  const testCount =
    listing.layout === 'flat' && files.length >= 2 ? Math.max(1, Math.round(files.length / flatTestShare)) : 0;
  const drawn = new Set(shuffle(files, randomStream(seed, 'split', 0)).slice(0, testCount));
  return files.map((file) => {
    const { path, name, height } = file;
    const half = { path, name, width: file.width / 2, height };
    return {
      split: file.split ?? (drawn.has(file) ? 'test' : 'train'),
      name,
      input: { ...half, part: inputSide },
      target: { ...half, part: inputSide === 'right' ? 'left' : 'right' },
    };
  });
}

function refuseUseless(path: string, pairs: readonly PairFile[], setAside: number): void {
  if (pairs.length === 0) {
    throw new AppError('dataset-no-pairs', { path, setAside });
  }
  if (pairs.every((pair) => pair.split === 'test')) {
    throw new AppError('dataset-no-training-pairs', { path, testPairs: pairs.length });
  }
}
