/** What is odd about pairs that are used all the same. */
import type { DatasetProblem } from '../contract/dataset';
import type { SplitPair } from './inspect';

/** Pairs whose sides have different sizes, with both. */
export function noteSizes(pairs: readonly SplitPair[]): DatasetProblem[] {
  return pairs.flatMap(({ pair: { name, input, target } }) => {
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
export function noteDuplicates(pairs: readonly SplitPair[]): DatasetProblem[] {
  const notes: DatasetProblem[] = [];
  const first = new Map<string, SplitPair>();
  const training = new Map<string, string>();
  for (const { pair, files } of pairs) {
    if (pair.split === 'train') {
      training.set(contentsOf(files), training.get(contentsOf(files)) ?? pair.name);
    }
  }
  for (const one of pairs) {
    const { name, split } = one.pair;
    const contents = contentsOf(one.files);
    const trained = split === 'test' ? training.get(contents) : undefined;
    const other = first.get(contents)?.pair.name;
    if (trained !== undefined) {
      notes.push({ name, error: { code: 'pair-in-both-splits', data: { name, other: trained } } });
    } else if (other !== undefined) {
      notes.push({ name, error: { code: 'pair-duplicate', data: { name, other } } });
    }
    if (other === undefined) {
      first.set(contents, one);
    }
  }
  return notes;
}

function contentsOf(files: SplitPair['files']): string {
  return files.map(({ digest }) => digest).join();
}
