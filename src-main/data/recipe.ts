/** How the pictures of a dataset become squares: what was chosen, and where nothing was, what their looks suggest. */
import type { DatasetConfig } from '../contract/config';
import type { DatasetReport, PairLayout, PictureRecipe, PictureSource, Resizing } from '../contract/dataset';
import type { ExaminedFile } from './examine-files';
import type { UsablePair } from './pairs';

type Looks = DatasetReport['looks'];

export function recipeFor(
  { fit, transform, background, inputResizing, targetResizing }: DatasetConfig,
  layout: PairLayout,
  looks: Looks,
): PictureRecipe {
  return {
    fit,
    inputResizing: inputResizing === 'auto' ? looks.input : inputResizing,
    targetResizing: targetResizing === 'auto' ? looks.target : targetResizing,
    transform: layout === 'single' ? transform : 'none',
    background,
  };
}

/** Nearest for a side where more than half of the pictures look like drawn maps. */
export function looksOf(pairs: readonly UsablePair[]): Looks {
  return {
    input: lookOf(pairs.map(({ input, files }) => [input, files[0]])),
    target: lookOf(pairs.map(({ target, files }) => [target, files.at(-1)])),
  };
}

function lookOf(side: readonly (readonly [PictureSource, ExaminedFile | undefined])[]): Resizing {
  const maps = side.filter(([{ part }, file]) => file?.labelParts.includes(part) === true);
  return maps.length * 2 > side.length ? 'nearest' : 'smooth';
}
