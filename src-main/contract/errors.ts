/**
 * The one catalogue of errors. Each code has the data that its sentences need; the sentences themselves stand in
 * `messages/errors.en.ts` and `messages/errors.ko.ts`, and the window and the command line show the same one. What can
 * be done about an error by a flag or a button is its remedy (`remedies.ts`), which each of the two shows in its way.
 */

import { shortened } from './one-line';

/** Data of every error code. Paths are as the person gave them; sizes are in pixels unless named otherwise. */
export interface ErrorData {
  'command-unknown': { command: string; known: string; suggestion?: string };
  'argument-missing': { argument: string };
  'argument-unexpected': { command: string; expected: number; given: number };
  'option-unknown': { option: string; known: string; suggestion?: string };
  'option-value': { option: string; value: string; allowed: string };
  'option-without-value': { option: string };
  'option-missing': { option: string };
  'config-file': { path: string; reason: string };
  'dataset-missing': { path: string };
  /** It was named by something else than the person: a run that somebody else made, or a page. */
  'folder-not-chosen': { path: string };
  'dataset-not-folder': { path: string };
  'dataset-unreadable': { path: string; reason: string };
  'dataset-not-open': Record<string, never>;
  'dataset-no-pairs': { path: string; setAside: number };
  'dataset-no-training-pairs': { path: string; testPairs: number };
  'dataset-no-test-pairs': { path: string };
  'dataset-changed': { path: string };
  'image-unreadable': { name: string; reason: string };
  'image-empty': { name: string };
  'image-not-pair': { name: string; width: number; height: number };
  'image-too-large': { name: string; width: number; height: number; limit: number };
  'image-too-small': { name: string; width: number; height: number; minimum: number };
  'image-format': { name: string };
  /** HEVC inside: its decoder is under patents, and our libraries come without it. */
  'image-heic': { name: string };
  /** It was listed and is not there any more. */
  'image-missing': { name: string };
  'image-forbidden': { name: string };
  'image-not-file': { name: string };
  'image-link-loop': { name: string };
  'image-file-too-large': { name: string; megabytes: number; limit: number };
  /** The process that decoded it ended: `reason` is the signal. */
  'image-crashed': { name: string; reason: string };
  'image-too-slow': { name: string; seconds: number };
  'image-named-otherwise': { name: string; format: string };
  'pair-incomplete': { name: string; folder: string };
  'pair-ambiguous': { name: string; other: string };
  'pair-partner-unusable': { name: string; other: string };
  'image-not-stacked': { name: string; width: number; height: number };
  'pair-sizes-differ': {
    name: string;
    inputWidth: number;
    inputHeight: number;
    targetWidth: number;
    targetHeight: number;
  };
  'pair-duplicate': { name: string; other: string };
  'pair-in-both-splits': { name: string; other: string };
  'dataset-folders-unclear': { path: string; folders: readonly string[] };
  'dataset-folder-missing': { path: string; folder: string };
  'dataset-transform-missing': { path: string };
  'run-exists': { path: string };
  'run-missing': { path: string };
  'run-damaged': { path: string; reason: string };
  'run-newer': { path: string; format: number; supported: number };
  'run-dataset-changed': { path: string; dataset: string };
  'run-dataset-missing': { path: string; dataset: string };
  'run-config-changed': { path: string; field: string; trained: string; found: string };
  'run-locked': { path: string; process: number; host: string };
  /** Whose it is now, or null when it is nobody's. */
  'run-lock-lost': { path: string; process: number | null; host: string | null };
  'run-not-training': Record<string, never>;
  'run-finished': { path: string; step: number; total: number };
  'checkpoint-none': { path: string };
  'checkpoint-damaged': { path: string; reason: string };
  'checkpoint-fallback': { damaged: string; used: string; reason: string };
  'checkpoint-missing': { path: string; step: number; known: string };
  /** Of a run or an export; it would lead elsewhere, or is no file at all. */
  'file-refused': { path: string; kind: RefusedKind };
  'file-too-large': { path: string; bytes: number; limit: number };
  'disk-full': { path: string };
  'disk-low': { path: string; freeMegabytes: number; neededMegabytes: number };
  'disk-without-sync': { path: string };
  'write-failed': { path: string; reason: string };
  'trash-failed': { path: string; reason: string };
  'open-failed': { path: string; reason: string };
  'output-exists': { path: string };
  'disk-too-small': { path: string; freeMegabytes: number; neededMegabytes: number };
  'download-address': { address: string };
  'download-offline': { address: string; reason: string };
  'download-refused': { address: string; status: number };
  /** Sizes in bytes; what was received is kept. */
  'download-interrupted': { address: string; received: number; total: number; reason: string };
  'archive-damaged': { name: string; reason: string };
  /** `path`: it leads out of the folder; `link`: a link or device; `size`: it would fill the disk. */
  'archive-unsafe': { name: string; entry: string; reason: 'path' | 'link' | 'size' };
  'licence-not-accepted': { dataset: string; address: string };
  'export-exists': { path: string };
  'export-not-replaced': { path: string };
  'export-not-runnable': { path: string; format: string };
  'export-damaged': { path: string; reason: string };
  /** Its model is not as this program writes it, so that opening it could run somebody's instructions. */
  'export-foreign': { path: string };
  'export-without-noise': { path: string };
  'run-without-dropout': { path: string };
  'inputs-none': { path: string };
  'native-library-missing': { reason: string };
  'gpu-missing': { reason: string };
  'gpu-unused': { gpu: string };
  /** The processor lacks its instructions, or the library may not use them. */
  'precision-missing': { precision: string; device: string };
  /** `loss` is null when a weight was found first, `variable` when all of them are finite. */
  'loss-not-finite': {
    step: number;
    loss: string | null;
    variable: string | null;
    lambda: number;
    learningRate: number;
    lowerLearningRate: number;
    keptStep: number | null;
  };
  /** Megabytes are null where they are not known, `smaller` is empty where nothing would fit. */
  'out-of-memory': MemoryData & { peakMegabytes: number | null; reason: string };
  'memory-short': MemoryData;
  'memory-beside-training': { freeMegabytes: number; neededMegabytes: number };
  'trainer-stopped': { reason: string; step: number };
  'trainer-busy': { run: string };
  'request-invalid': { channel: string; reason: string };
  unexpected: { reason: string };
}

/** A link; a folder that leads out of the one it lies in; a folder, where a file is due; a pipe, device or socket. */
export type RefusedKind = 'link' | 'outside' | 'folder' | 'special';

/** What a training takes and what there is. */
interface MemoryData {
  size: number;
  filters: number;
  batch: number;
  neededMegabytes: number | null;
  limitMegabytes: number | null;
  /** Changes that would fit, each by itself, the harmless ones first. */
  smaller: readonly SmallerTraining[];
}

/** A field of the configuration and a value by which a training takes less memory. */
export interface SmallerTraining {
  readonly field: 'batch' | 'filters' | 'size';
  readonly value: number;
}

export type ErrorCode = keyof ErrorData;

/** An error as plain data: it crosses process boundaries and can be rendered in any language. */
export type ErrorValue = {
  readonly [C in ErrorCode]: { readonly code: C; readonly data: Readonly<ErrorData[C]> };
}[ErrorCode];

/** A failure that a person can act on. `message` is for logs; screens render `value` by the message catalogue. */
export class AppError<C extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'AppError';

  constructor(
    readonly code: C,
    readonly data: Readonly<ErrorData[C]>,
    options?: ErrorOptions,
  ) {
    super(`${code} ${JSON.stringify(data)}`, options);
  }

  get value(): ErrorValue {
    // The constructor ties `data` to `code`; the union cannot follow that through a generic.
    return { code: this.code, data: this.data } as ErrorValue;
  }
}

/** Result of a request between processes; a rejection would keep only the message. */
export type Result<T> = { readonly ok: true; readonly data: T } | { readonly ok: false; readonly error: ErrorValue };

/** Any thrown thing as an error value; what is not ours becomes `unexpected`, with its reason kept. */
export function toErrorValue(error: unknown): ErrorValue {
  if (error instanceof AppError) {
    return error.value;
  }
  return { code: 'unexpected', data: { reason: messageOf(error) } };
}

export function isAppError(error: unknown): error is AppError {
  return error instanceof AppError;
}

/** What a thrown thing says, as one short line. */
function messageOf(error: unknown): string {
  return shortened(error instanceof Error ? error.message : String(error));
}

/** Node's error code ("ENOENT"), or null. */
export function systemCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/** A failed write as `disk-full` or `write-failed`, naming the path. */
export function writeError(path: string, error: unknown): AppError {
  if (isAppError(error)) {
    return error;
  }
  const code = systemCode(error);
  const full = code === 'ENOSPC' || code === 'EDQUOT' || /no space left/i.test(String(error));
  return full
    ? new AppError('disk-full', { path }, { cause: error })
    : new AppError('write-failed', { path, reason: messageOf(error) }, { cause: error });
}
