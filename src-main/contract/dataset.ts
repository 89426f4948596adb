/** How a folder of pairs is to be read, and what the import found in it. */
import type { ErrorValue } from './errors';

export const splits = ['train', 'test'] as const;
export type Split = (typeof splits)[number];

/** The two pictures of a pair. */
export const roles = ['input', 'target'] as const;
export type Role = (typeof roles)[number];

/**
 * Where the two pictures of a pair are: halves of one file (`side-by-side`, `top-bottom`), files of the same name in two
 * `folders`, or a `single` picture that is the target, from which the input is made.
 */
export const pairLayouts = ['side-by-side', 'top-bottom', 'folders', 'single'] as const;
export type PairLayout = (typeof pairLayouts)[number];

/** `auto` recognises side by side, top/bottom and two folders. */
export const layoutChoices = ['auto', ...pairLayouts] as const;
export type LayoutChoice = (typeof layoutChoices)[number];

/** What makes the input of a `single` picture. */
export const transforms = ['none', 'edges', 'greyscale', 'downscale-2', 'downscale-4', 'blur', 'mask'] as const;
export type Transform = (typeof transforms)[number];

/** How a picture becomes square: its sides stretched, its longer side cut, or its shorter side filled up. */
export const fits = ['stretch', 'crop', 'pad'] as const;
export type Fit = (typeof fits)[number];

/** `nearest` keeps the colours of a label map apart; `smooth` averages, as photographs need it. */
export const resizings = ['nearest', 'smooth'] as const;
export type Resizing = (typeof resizings)[number];

/** `auto`: nearest for pictures of few colours, smooth for others. */
export const resizingChoices = ['auto', ...resizings] as const;
export type ResizingChoice = (typeof resizingChoices)[number];

/** A colour as "#rrggbb". */
export const colourPattern = /^#[0-9a-f]{6}$/i;

export const pictureParts = ['whole', 'left', 'right', 'top', 'bottom'] as const;
export type PicturePart = (typeof pictureParts)[number];

/** Where the pixels of one side of a pair come from. */
export interface PictureSource {
  /** Absolute path of the file. */
  readonly path: string;
  /** Path relative to the dataset folder, with forward slashes. */
  readonly name: string;
  /** What of the file's picture, once it is upright. */
  readonly part: PicturePart;
  /** Of that part, in pixels. */
  readonly width: number;
  readonly height: number;
}

/** One pair that can be used. */
export interface PairFile {
  readonly split: Split;
  /** Of the file, or of the input's file where there are two. */
  readonly name: string;
  readonly input: PictureSource;
  readonly target: PictureSource;
}

/** How the two decoded pictures of a pair become two squares. */
export interface PictureRecipe {
  readonly fit: Fit;
  readonly inputResizing: Resizing;
  readonly targetResizing: Resizing;
  /** Makes the input from the target's square; `none` where the input is a picture of its own. */
  readonly transform: Transform;
  /** "#rrggbb" behind transparent pixels and beside padded pictures. */
  readonly background: string;
}

/** A file and what is to be said of it. */
export interface DatasetProblem {
  readonly name: string;
  readonly error: ErrorValue;
}

/** What a picture's file holds. */
export interface PictureFile {
  readonly name: string;
  readonly format: PictureFormat;
  /** Upright, in pixels. */
  readonly width: number;
  readonly height: number;
  /** As in the file: 1 grey, 3 colours, 4 with transparency or CMYK. */
  readonly channels: number;
  readonly bitsPerChannel: number;
  /** SHA-256 of its bytes, in hexadecimal. */
  readonly digest: string;
}

export const pictureFormats = ['jpeg', 'png', 'webp', 'tiff', 'bmp', 'gif', 'avif', 'heic'] as const;
export type PictureFormat = (typeof pictureFormats)[number];

/** What decides which splits a pair may be in, and what is to be said of it. */
export interface PairContents {
  readonly name: string;
  /** Equal for pairs of the same contents. */
  readonly contents: string;
}

/** Pairs of a dataset that are divided anew by a seed. */
export interface DividedPairs {
  /** Of each pair, in their order. */
  readonly splits: readonly Split[];
  /** About equal contents; other notes do not depend on splits. */
  readonly notes: readonly DatasetProblem[];
}

/** The notes of a report that depend on the splits. */
export const splitNotes: readonly string[] = ['pair-duplicate', 'pair-in-both-splits'];

export interface DatasetReport {
  readonly folder: string;
  readonly layout: PairLayout;
  /** The two folders of layout `folders`, relative to the dataset folder; otherwise empty. */
  readonly inputFolder: string;
  readonly targetFolder: string;
  /** Whether folders such as train/ and test/ divide the pairs, or the seed does. */
  readonly splitBy: 'folders' | 'seed';
  readonly recipe: PictureRecipe;
  /** How each side would be resized if nothing is chosen: by what its pictures look like. */
  readonly looks: Readonly<Record<Role, Resizing>>;
  readonly pairs: readonly PairFile[];
  /** Every file of the pairs. */
  readonly files: readonly PictureFile[];
  /** Files that were set aside, and why. */
  readonly problems: readonly DatasetProblem[];
  /** What is odd about files that are used: unequal sizes, duplicates, test pictures among the training ones. */
  readonly notes: readonly DatasetProblem[];
  /** Names that were not looked into: hidden files, texts, folders that belong to no split or side. */
  readonly ignored: readonly string[];
  /** SHA-256 over names and contents of the used files: the same wherever the folder lies. */
  readonly fingerprint: string;
}

/** Pairs of one split, in the report's order. */
export function pairsOf(report: Pick<DatasetReport, 'pairs'>, split: Split): readonly PairFile[] {
  return report.pairs.filter((pair) => pair.split === split);
}

/** `contents` of a pair, from the digests of its files. */
export function joinedDigests(digests: readonly string[]): string {
  return digests.join();
}

/** The files of a pair: one for both sides, or one for each. */
export function filesOfPair({ input, target }: PairFile): readonly PictureSource[] {
  return input.path === target.path ? [input] : [input, target];
}
