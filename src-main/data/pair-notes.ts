/** What is odd about pairs that are used all the same. */
import type { DatasetProblem, PairContents, PairFile, Split } from '../contract/dataset';

/** Pairs whose sides have different sizes, with both. */
export function noteSizes(pairs: readonly PairFile[]): DatasetProblem[] {
  return pairs.flatMap(({ name, input, target }) => {
    const { width: inputWidth, height: inputHeight } = input;
    const { width: targetWidth, height: targetHeight } = target;
    return inputWidth === targetWidth && inputHeight === targetHeight
      ? []
      : [
          {
            name,
            error: { code: 'pair-sizes-differ', data: { name, inputWidth, inputHeight, targetWidth, targetHeight } },
          },
        ];
  });
}

/** Pairs with the contents of an earlier one, and, which is worse, test pairs that are among the training pairs. */
export function noteDuplicates(pairs: readonly (PairContents & { readonly split: Split })[]): DatasetProblem[] {
  const notes: DatasetProblem[] = [];
  const first = new Map<string, string>();
  const training = new Map<string, string>();
  for (const { name, split, contents } of pairs) {
    if (split === 'train') {
      training.set(contents, training.get(contents) ?? name);
    }
  }
  for (const { name, split, contents } of pairs) {
    const trained = split === 'test' ? training.get(contents) : undefined;
    const other = first.get(contents);
    if (trained !== undefined) {
      notes.push({ name, error: { code: 'pair-in-both-splits', data: { name, other: trained } } });
    } else if (other !== undefined) {
      notes.push({ name, error: { code: 'pair-duplicate', data: { name, other } } });
    }
    if (other === undefined) {
      first.set(contents, name);
    }
  }
  return notes;
}
