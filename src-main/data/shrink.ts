/** How much smaller than it is a picture may be decoded, because it is made smaller anyhow. */
import type { PairFile, PictureRecipe, PictureSource } from '../contract/dataset';
import type { Shrink } from './decode-tensorflow';
import { fitInto } from './region';

/**
 * What is decoded must still be this much larger than what it is resized to, so that the filter, and not the blocks of
 * the file, decides the result.
 */
const leastExcess = 1.5;
const shrinks = [8, 4, 2] as const;

/** The shrinkage for all files of a pair; 1 wherever a side keeps its pixels as they are, as label maps must. */
export function shrinkOf(pair: Pick<PairFile, 'input' | 'target'>, recipe: PictureRecipe, side: number): Shrink {
  const sources = recipe.transform === 'none' ? [pair.input, pair.target] : [pair.target];
  const isSmooth =
    recipe.targetResizing === 'smooth' && (recipe.transform !== 'none' || recipe.inputResizing === 'smooth');
  if (!isSmooth) {
    return 1;
  }
  return shrinks.find((shrink) => sources.every((source) => bears(source, shrink, recipe, side))) ?? 1;
}

/** Blocks must not cross the part's edge, and enough of them must be left. */
function bears({ width, height }: PictureSource, shrink: Shrink, { fit }: PictureRecipe, side: number): boolean {
  const isDivisible = width % shrink === 0 && height % shrink === 0;
  const { from, to } = fitInto({ left: 0, top: 0, width: width / shrink, height: height / shrink }, side, fit);
  return isDivisible && from.width >= leastExcess * to.width && from.height >= leastExcess * to.height;
}
