/** A pair by its recipe: from files to the two squares that training sees. The same files give the same bytes. */
import { filesOfPair, type PairFile, type PictureRecipe, type PictureSource, type Role } from '../contract/dataset';
import { openImage, readImageFile } from './decode';
import { contentDigest } from './fingerprint';
import type { StoredPair } from './pair-source';
import type { Picture } from './picture';
import type { ResizablePicture } from './resizable-picture';
import { shrinkOf } from './shrink';
import { makeSquare } from './square';
import { applyTransform } from './transforms';

export interface DecodedPair extends StoredPair {
  /** SHA-256 of each file of the pair, in the order of `filesOfPair`. */
  readonly digests: readonly string[];
}

/**
 * Reads, decodes, cuts, fits and resizes a pair.
 *
 * @param side of both squares, in pixels
 * @throws AppError `image-…`, naming the file
 */
export function decodePair(pair: PairFile, recipe: PictureRecipe, side: number): Promise<DecodedPair> {
  return withPictures(pair, recipe, side, (pictures, digests) => {
    return { ...squaresOf(pictures, pair, recipe, side), digests };
  });
}

/**
 * Gives the decoded files of a pair to `work`, and disposes them afterwards.
 *
 * @param side of the squares that will be made of them, in pixels
 * @throws AppError as `decodePair`, and what `work` throws
 */
export async function withPictures<T>(
  pair: PairFile,
  recipe: PictureRecipe,
  side: number,
  work: (pictures: readonly ResizablePicture[], digests: readonly string[]) => T,
): Promise<T> {
  const shrink = shrinkOf(pair, recipe, side);
  const files = await Promise.all(
    filesOfPair(pair).map(async ({ path, name }) => ({ name, bytes: await readImageFile(path, name) })),
  );
  const digests = files.map(({ bytes }) => contentDigest(bytes));
  const pictures: ResizablePicture[] = [];
  try {
    for (const { name, bytes } of files) {
      pictures.push(await openImage(bytes, name, recipe.background, shrink));
    }
    return work(pictures, digests);
  } finally {
    for (const picture of pictures) {
      picture.dispose();
    }
  }
}

/**
 * The two squares of a pair whose files are decoded.
 *
 * @param pictures one for both sides, or the input's and the target's
 * @param into may be used for their pixels
 */
export function squaresOf(
  [inputPicture, targetPicture = inputPicture]: readonly ResizablePicture[],
  pair: Pick<PairFile, 'input' | 'target'>,
  recipe: PictureRecipe,
  side: number,
  into: Partial<StoredPair> = {},
): StoredPair {
  if (inputPicture === undefined || targetPicture === undefined) {
    throw new Error(`the pair of ${pair.input.name} has no files`);
  }
  const target = squareOf(targetPicture, pair.target, 'target', recipe, side, into.target);
  const input =
    recipe.transform === 'none'
      ? squareOf(inputPicture, pair.input, 'input', recipe, side, into.input)
      : applyTransform(target, recipe.transform);
  return { input: input.data, target: target.data };
}

/** One side of a pair alone, as `decodePair` makes it. */
export async function decodeSide(
  source: PictureSource,
  role: Role,
  recipe: PictureRecipe,
  side: number,
): Promise<Picture> {
  const { path, name } = source;
  const picture = await openImage(await readImageFile(path, name), name, recipe.background);
  try {
    const isMade = role === 'input' && recipe.transform !== 'none';
    const square = squareOf(picture, source, isMade ? 'target' : role, recipe, side);
    return isMade ? applyTransform(square, recipe.transform) : square;
  } finally {
    picture.dispose();
  }
}

function squareOf(
  picture: ResizablePicture,
  { part }: PictureSource,
  role: Role,
  recipe: PictureRecipe,
  side: number,
  into?: Uint8Array,
): Picture {
  const { fit, background, inputResizing, targetResizing } = recipe;
  const resizing = role === 'input' ? inputResizing : targetResizing;
  return makeSquare(picture, side, { part, fit, background, resizing }, into);
}
