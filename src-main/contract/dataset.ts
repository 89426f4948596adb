/** What the import found in a folder of pairs. */
import type { ErrorValue } from './errors';

export const splits = ['train', 'test'] as const;
export type Split = (typeof splits)[number];

/** `split-folders`: train/ and test/ (or val/); `flat`: one folder, split by the seed. */
export type DatasetLayout = 'split-folders' | 'flat';

/** One side-by-side picture that can be used. */
export interface PairFile {
  readonly split: Split;
  /** Absolute path. */
  readonly path: string;
  /** Path relative to the dataset folder, with forward slashes. */
  readonly name: string;
  /** Of one half, in pixels. */
  readonly width: number;
  readonly height: number;
}

/** A file that was set aside, and why. */
export interface DatasetProblem {
  readonly name: string;
  readonly error: ErrorValue;
}

export interface DatasetReport {
  readonly folder: string;
  readonly layout: DatasetLayout;
  readonly pairs: readonly PairFile[];
  readonly problems: readonly DatasetProblem[];
  /** SHA-256 over names and contents of the used files: the same wherever the folder lies. */
  readonly fingerprint: string;
}

/** Pairs of one split, in the report's order. */
export function pairsOf(report: DatasetReport, split: Split): readonly PairFile[] {
  return report.pairs.filter((pair) => pair.split === split);
}
