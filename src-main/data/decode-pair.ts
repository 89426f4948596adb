/** A pair by its recipe: from files to the two squares that training sees. The same files give the same bytes. */
import { filesOfPair, type PairFile, type PictureRecipe, type PictureSource, type Resizing } from '../contract/dataset';
import { readImage } from './decode';
import { contentDigest } from './fingerprint';
import type { Picture } from './picture';
import { makeSquare } from './square';
import { applyTransform } from './transforms';

export interface DecodedPair {
  /** RGB bytes [side, side, 3]. */
  readonly input: Uint8Array;
  readonly target: Uint8Array;
  /** SHA-256 of each file of the pair, in the order of `filesOfPair`. */
  readonly digests: readonly string[];
}

/**
 * Reads, decodes, cuts, fits and resizes a pair.
 *
 * @param side of both squares, in pixels
 * @throws AppError `image-…`, naming the file
 */
export async function decodePair(pair: PairFile, recipe: PictureRecipe, side: number): Promise<DecodedPair> {
  const pictures = new Map<string, Picture>();
  const digests: string[] = [];
  for (const { path, name } of filesOfPair(pair)) {
    const { bytes, picture } = await readImage(path, name);
    pictures.set(path, picture);
    digests.push(contentDigest(bytes));
  }
  const square = ({ path, name, part }: PictureSource, resizing: Resizing): Picture => {
    const picture = pictures.get(path);
    if (picture === undefined) {
      throw new Error(`${name} is no file of its pair`);
    }
    return makeSquare(picture, side, { ...recipe, part, resizing });
  };
  const target = square(pair.target, recipe.targetResizing);
  const input =
    recipe.transform === 'none' ? square(pair.input, recipe.inputResizing) : applyTransform(target, recipe.transform);
  return { input: input.data, target: target.data, digests };
}
