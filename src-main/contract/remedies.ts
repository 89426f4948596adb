/**
 * What a person can do about an error, beside what its sentence says: a name, and what it takes. The terminal makes a
 * flag or a command of it (`cli/messages/remedies.en.ts`), the window a button or a sentence
 * (`src-renderer/logic/remedies.ts`), so neither shows the ways of the other.
 */
import type { ErrorCode, ErrorData, ErrorValue, SmallerTraining } from './errors';

/** Its name says it all. */
type NoData = object;

/** Data of every remedy. Paths are as the person gave them. */
export interface RemedyData {
  /** The help of the command says what it takes. */
  'see-help': NoData;
  'choose-dataset': NoData;
  /** The folder has single pictures; their inputs can be made. */
  'choose-transform': { path: string };
  /** Which two of the folders hold the inputs and the targets. */
  'choose-folders': { path: string; folders: readonly string[] };
  /** The folders that were asked for are not there; others may be. */
  'recognise-folders': { path: string };
  /** Keeps the proportions of pictures that are not square. */
  'crop-pictures': NoData;
  /** Shows the network a picture as large as those of its training. */
  'scale-as-in-training': NoData;
  'resume-run': { run: string };
  'choose-run': NoData;
  /** `dataset`: where the pictures are that are other ones than before. */
  'accept-new-dataset': { run: string; dataset: string };
  'find-dataset': { run: string };
  'train-further': { run: string };
  /** `resumes`: there is a checkpoint to go on from; else the run is to be started again. */
  'lower-learning-rate': { learningRate: number; resumes: boolean };
  /** Each of the changes is enough by itself. */
  'train-smaller': { changes: readonly SmallerTraining[] };
  'free-memory': NoData;
  'free-disk': NoData;
  'accept-licence': NoData;
  'replace-export': { path: string };
  'switch-noise-off': NoData;
  'choose-device': NoData;
  'train-in-float32': NoData;
  'install-again': NoData;
  /** The run that is going on. */
  'stop-run': NoData;
}

export type RemedyName = keyof RemedyData;
export type RemedyOf<N extends RemedyName> = { readonly name: N } & Readonly<RemedyData[N]>;
/** A remedy as plain data. */
export type Remedy = { readonly [N in RemedyName]: RemedyOf<N> }[RemedyName];

type Remedies = { readonly [C in ErrorCode]?: (data: Readonly<ErrorData[C]>) => readonly Remedy[] };

const always =
  (...remedies: readonly Remedy[]) =>
  (): readonly Remedy[] =>
    remedies;

const smaller = ({ smaller: changes }: ErrorData['memory-short']): readonly Remedy[] => [
  ...(changes.length === 0 ? [] : [{ name: 'train-smaller', changes } as const]),
  { name: 'free-memory' },
];

/** Codes without a remedy say themselves what to do, which is then the same everywhere, or there is nothing to do. */
const remedies: Remedies = {
  'argument-missing': always({ name: 'see-help' }),
  'option-without-value': always({ name: 'see-help' }),
  'option-missing': always({ name: 'see-help' }),
  'dataset-missing': always({ name: 'choose-dataset' }),
  'folder-not-chosen': always({ name: 'choose-dataset' }),
  'dataset-no-pairs': ({ path }) => [{ name: 'choose-transform', path }],
  'dataset-folders-unclear': ({ path, folders }) => [{ name: 'choose-folders', path, folders }],
  'dataset-folder-missing': ({ path }) => [{ name: 'recognise-folders', path }],
  'dataset-transform-missing': ({ path }) => [{ name: 'choose-transform', path }],
  'image-too-small': always({ name: 'scale-as-in-training' }),
  'pair-sizes-differ': (sizes) => (isStretched(sizes) ? [{ name: 'crop-pictures' }] : []),
  'run-exists': ({ path }) => [{ name: 'resume-run', run: path }],
  'run-missing': always({ name: 'choose-run' }),
  'run-dataset-changed': ({ path, dataset }) => [{ name: 'accept-new-dataset', run: path, dataset }],
  'run-dataset-missing': ({ path }) => [{ name: 'find-dataset', run: path }],
  'run-finished': ({ path }) => [{ name: 'train-further', run: path }],
  'disk-full': always({ name: 'free-disk' }),
  'disk-low': always({ name: 'free-disk' }),
  'disk-too-small': always({ name: 'free-disk' }),
  'licence-not-accepted': always({ name: 'accept-licence' }),
  'export-exists': ({ path }) => [{ name: 'replace-export', path }],
  'export-without-noise': always({ name: 'switch-noise-off' }),
  'run-without-dropout': always({ name: 'switch-noise-off' }),
  'native-library-missing': always({ name: 'install-again' }),
  'gpu-missing': always({ name: 'choose-device' }),
  'precision-missing': always({ name: 'train-in-float32' }),
  'loss-not-finite': ({ lowerLearningRate, keptStep }) => [
    { name: 'lower-learning-rate', learningRate: lowerLearningRate, resumes: keptStep !== null },
  ],
  'out-of-memory': smaller,
  'memory-short': smaller,
  'memory-beside-training': always({ name: 'stop-run' }),
  'trainer-busy': always({ name: 'stop-run' }),
};

/** The remedies of an error, the best one first. */
export function remediesOf(error: ErrorValue): readonly Remedy[] {
  // `code` and `data` belong together in an ErrorValue; the compiler loses that when it looks up by a union of keys.
  const remediesOfCode = remedies[error.code] as ((data: ErrorValue['data']) => readonly Remedy[]) | undefined;
  return remediesOfCode?.(error.data) ?? [];
}

/** Each remedy once, however many of the errors have it. */
export function remediesOfAll(errors: readonly ErrorValue[]): readonly Remedy[] {
  const found = new Map(errors.flatMap(remediesOf).map((remedy) => [JSON.stringify(remedy), remedy]));
  return [...found.values()];
}

/** Whether making the two pictures square stretches them differently. */
function isStretched({ inputWidth, inputHeight, targetWidth, targetHeight }: ErrorData['pair-sizes-differ']): boolean {
  return inputWidth * targetHeight !== targetWidth * inputHeight;
}
