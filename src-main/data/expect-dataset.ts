/** What a folder most likely is, by a few of its pairs: so that records can be made while all others are looked at. */
import type { DatasetConfig } from '../contract/config';
import type { Expectation } from './begun-store';
import type { CheckedFiles } from './checked-files';
import { defaultBackground } from './decode';
import { examineFiles } from './examine-files';
import { filesOf, type Listing } from './layout';
import { describePairs } from './pairs';
import { looksOf, recipeFor } from './recipe';
import { splitsOf } from './split-pairs';

/** Pairs that are looked at, evenly over the folder; new ones are decoded once more later. */
const pairsLookedAt = 5;
/** Pairs from which on it is worth that. */
const worthIt = 64;

/**
 * @returns null where nothing can be expected, or where it is not worth it
 * @throws AppError as `examineFiles`
 */
export async function expectDataset(
  listing: Listing,
  known: CheckedFiles,
  config: DatasetConfig & { readonly seed: number },
): Promise<Expectation | null> {
  const { pairs } = listing;
  if (pairs.length < worthIt || config.background !== defaultBackground) {
    return null;
  }
  const step = pairs.length / pairsLookedAt;
  const some = pairs.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
  const { files } = await examineFiles(some.map(filesOf), known);
  const { layout, usable } = describePairs({ ...listing, pairs: some }, files, config.inputSide);
  const [first] = usable;
  if (first === undefined) {
    return null;
  }
  const splits = splitsOf(pairs, config.seed);
  return {
    making: { recipe: recipeFor(config, layout, looksOf(usable)), parts: [first.input.part, first.target.part] },
    pairs: pairs.map(({ input: { name } }, index) => ({ name, split: splits[index] ?? 'train' })),
  };
}
