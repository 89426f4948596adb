/** Which pairs are for training, and which for testing. */
import type { DividedPairs, PairContents, Split } from '../contract/dataset';
import { noteDuplicates } from './pair-notes';
import { randomStream } from './random-streams';
import { shuffle } from './shuffle';

/** Where no folders divide the pairs, one in this many is for testing. */
const testShare = 10;

/** The split of each pair: its folder's, or where no folders divide them, one that the seed draws. */
export function splitsOf(pairs: readonly { readonly split: Split | null }[], seed: number): Split[] {
  const isDrawn = pairs.every(({ split }) => split === null);
  const testCount = isDrawn && pairs.length >= 2 ? Math.max(1, Math.round(pairs.length / testShare)) : 0;
  const drawn = new Set(shuffle(pairs, randomStream(seed, 'split', 0)).slice(0, testCount));
  return pairs.map((pair) => pair.split ?? (drawn.has(pair) ? 'test' : 'train'));
}

/** The splits that a seed gives pairs which no folders divide, and what is then to be said of them. */
export function dividePairs(pairs: readonly PairContents[], seed: number): DividedPairs {
  const splits = splitsOf(
    pairs.map(() => ({ split: null })),
    seed,
  );
  return { splits, notes: noteDuplicates(pairs.map((pair, index) => ({ ...pair, split: splits[index] ?? 'train' }))) };
}
