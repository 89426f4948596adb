/** From listed and examined files to pairs: which part of which file is the input, and which the target. */
import type { InputSide } from '../contract/config';
import type { DatasetProblem, PairLayout, PicturePart, PictureSource, Split } from '../contract/dataset';
import type { ExaminedFile } from './examine-files';
import type { ListedPair, Listing } from './layout';
import { partOf } from './region';

export interface UsablePair {
  readonly split: Split | null;
  readonly input: PictureSource;
  readonly target: PictureSource;
  /** One for both sides, or one for each. */
  readonly files: readonly ExaminedFile[];
}

export interface DescribedPairs {
  readonly layout: PairLayout;
  readonly usable: readonly UsablePair[];
  readonly problems: readonly DatasetProblem[];
}

type Files = ReadonlyMap<string, ExaminedFile>;

/** The part that is the input, and the one that is the target, by the side of the input. */
const halves: Readonly<
  Record<'side-by-side' | 'top-bottom', Readonly<Record<InputSide, readonly [PicturePart, PicturePart]>>>
> = {
  'side-by-side': { left: ['left', 'right'], right: ['right', 'left'] },
  'top-bottom': { left: ['top', 'bottom'], right: ['bottom', 'top'] },
};

export function describePairs(listing: Listing, files: Files, inputSide: InputSide): DescribedPairs {
  const layout = listing.layout ?? layoutOfShapes([...files.values()]);
  const usable: UsablePair[] = [];
  const problems: DatasetProblem[] = [];
  for (const listed of listing.pairs) {
    const [input, target] = [files.get(listed.input.path), files.get(listed.target.path)];
    if (input === undefined || target === undefined) {
      problems.push(...partnersLeft(listed, input, target));
      continue;
    }
    const problem = listing.layout === null && layout === 'side-by-side' ? requireWide(input) : null;
    const unfit = problem ?? requireHalves(input, layout);
    if (unfit !== null) {
      problems.push(unfit);
      continue;
    }
    const [inputPart, targetPart] = partsOf(layout, inputSide);
    usable.push({
      split: listed.split,
      input: sourceOf(input, inputPart),
      target: sourceOf(target, targetPart),
      files: input === target ? [input] : [input, target],
    });
  }
  return { layout, usable, problems };
}

/** Above each other where more pictures are twice as high as wide than are wider than high; otherwise side by side. */
function layoutOfShapes(files: readonly ExaminedFile[]): PairLayout {
  const stacked = files.filter(({ width, height }) => height === 2 * width).length;
  const wide = files.filter(({ width, height }) => width > height).length;
  return stacked > wide ? 'top-bottom' : 'side-by-side';
}

function partsOf(layout: PairLayout, inputSide: InputSide): readonly [PicturePart, PicturePart] {
  return layout === 'side-by-side' || layout === 'top-bottom' ? halves[layout][inputSide] : ['whole', 'whole'];
}

/** The part of a file that is one side of a pair. */
export function sourceOf(
  file: Pick<ExaminedFile, 'path' | 'name' | 'width' | 'height'>,
  part: PicturePart,
): PictureSource {
  const { path, name } = file;
  const { width, height } = partOf(file, part);
  return { path, name, part, width, height };
}

/** Where side by side was not chosen but guessed, a picture that is not wider than high is none. */
function requireWide({ name, width, height }: ExaminedFile): DatasetProblem | null {
  return width > height ? null : { name, error: { code: 'image-not-pair', data: { name, width, height } } };
}

function requireHalves({ name, width, height }: ExaminedFile, layout: PairLayout): DatasetProblem | null {
  if (layout === 'side-by-side' && width % 2 !== 0) {
    return { name, error: { code: 'image-not-pair', data: { name, width, height } } };
  }
  if (layout === 'top-bottom' && height % 2 !== 0) {
    return { name, error: { code: 'image-not-stacked', data: { name, width, height } } };
  }
  return null;
}

/** The good file of a pair whose other one is bad is left out too, and says so. */
function partnersLeft(
  listed: ListedPair,
  input: ExaminedFile | undefined,
  target: ExaminedFile | undefined,
): DatasetProblem[] {
  const left = (name: string, other: string): DatasetProblem => {
    return { name, error: { code: 'pair-partner-unusable', data: { name, other } } };
  };
  return [
    ...(input === undefined ? [] : [left(input.name, listed.target.name)]),
    ...(target === undefined ? [] : [left(target.name, listed.input.name)]),
  ];
}
