/** How the pictures of a dataset become squares: what was chosen, and where nothing was, what their looks suggest. */
import type { DatasetConfig } from '../contract/config';
import type { PairLayout, PictureRecipe, Resizing, ResizingChoice } from '../contract/dataset';
import type { UsablePair } from './pairs';

export function recipeFor(
  { fit, transform, background, inputResizing, targetResizing }: DatasetConfig,
  layout: PairLayout,
  pairs: readonly UsablePair[],
): PictureRecipe {
  return {
    fit,
    inputResizing: resizingFor(inputResizing, pairs, ({ input, files }) => [input.part, files[0]]),
    targetResizing: resizingFor(targetResizing, pairs, ({ target, files }) => [target.part, files.at(-1)]),
    transform: layout === 'single' ? transform : 'none',
    background,
  };
}

type Side = (pair: UsablePair) => readonly [UsablePair['input']['part'], UsablePair['files'][number] | undefined];

/** Nearest where more than half of the pictures on a side look like drawn maps. */
function resizingFor(choice: ResizingChoice, pairs: readonly UsablePair[], side: Side): Resizing {
  if (choice !== 'auto') {
    return choice;
  }
  const maps = pairs.filter((pair) => {
    const [part, file] = side(pair);
    return file?.labelParts.includes(part) === true;
  });
  return maps.length * 2 > pairs.length ? 'nearest' : 'smooth';
}
