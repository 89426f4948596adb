/** Recognises a folder of pairs, checks every picture, and says what is used, what was set aside and why. */
import { resolve } from 'node:path';
import { presets, type DatasetConfig, type TrainConfig } from '../contract/config';
import { joinedDigests, type DatasetReport, type PairFile } from '../contract/dataset';
import { AppError } from '../contract/errors';
import { BegunStore } from './begun-store';
import { readCheckedFiles, writeCheckedFiles, type CheckedFiles } from './checked-files';
import { examineFiles, type Examination, type ExaminedFile } from './examine-files';
import { expectDataset } from './expect-dataset';
import { Fingerprint } from './fingerprint';
import { filesOf, listPairs, type Listing } from './layout';
import { inNaturalOrder } from './natural-order';
import { noteDuplicates, noteSizes } from './pair-notes';
import { storeGeometry } from './pair-source';
import { describePairs, type UsablePair } from './pairs';
import { looksOf, recipeFor } from './recipe';
import { splitsOf } from './split-pairs';

/** What of a configuration the inspection needs; fields that are left out are the default preset's. */
export interface InspectOptions extends Partial<DatasetConfig> {
  /** Decides which pairs are for testing where no folders do. */
  readonly seed: number;
  /** A training that will follow: its store is begun with the same decoding, as far as the files are not known. */
  readonly training?: TrainConfig | null;
  /** No store is begun that would take more bytes. */
  readonly mostBytes?: number;
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
  const known = await readCheckedFiles(folder);
  const groups = listing.pairs.map(filesOf);
  const { training = null, mostBytes = Infinity } = options;
  const hasNews = known.size < groups.flat().length;
  const begun = training === null || !hasNews ? null : await beginStore(listing, known, training, mostBytes);
  try {
    const examination = await examineFiles(groups, known, begun, options.progress);
    const report = makeReport(folder, listing, examination, config);
    const { files } = examination;
    await writeCheckedFiles(folder, new Map([...files.values()].map((file) => [file.digest, factsOf(file)])));
    if (training !== null) {
      await begun?.finish(makeReport(folder, listing, examination, training));
    }
    return report;
  } catch (error) {
    await begun?.discard();
    throw error;
  }
}

async function beginStore(
  listing: Listing,
  known: CheckedFiles,
  training: TrainConfig,
  mostBytes: number,
): Promise<BegunStore | null> {
  const expected = training.cache === 'store' ? await expectDataset(listing, known, training) : null;
  return expected === null ? null : BegunStore.begin(expected, storeGeometry(training), mostBytes);
}

type ReportConfig = DatasetConfig & Pick<TrainConfig, 'seed'>;

/** @throws AppError `dataset-no-pairs`, `dataset-no-training-pairs` */
function makeReport(folder: string, listing: Listing, examination: Examination, config: ReportConfig): DatasetReport {
  const { layout, usable, problems } = describePairs(listing, examination.files, config.inputSide);
  const pairs = splitPairs(usable, config.seed);
  const looks = looksOf(usable);
  const allProblems = [...listing.problems, ...examination.problems, ...problems];
  refuseUseless(folder, pairs, allProblems.length);
  const files = [...new Set(usable.flatMap((pair) => pair.files))];
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
    problems: inNaturalOrder(allProblems, (problem) => problem.name),
    notes: [
      ...examination.notes,
      ...noteSizes(pairs.map(({ pair }) => pair)),
      ...noteDuplicates(
        pairs.map(({ pair: { name, split }, files: of }) => ({
          name,
          split,
          contents: joinedDigests(of.map(({ digest }) => digest)),
        })),
      ),
    ],
    ignored: listing.ignored,
    fingerprint: fingerprintOf(files),
  };
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

interface SplitPair extends Pick<UsablePair, 'files'> {
  readonly pair: PairFile;
}

function splitPairs(usable: readonly UsablePair[], seed: number): SplitPair[] {
  const splits = splitsOf(usable, seed);
  return usable.map(({ files, input, target }, index) => {
    return { files, pair: { split: splits[index] ?? 'train', name: input.name, input, target } };
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
