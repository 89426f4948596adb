/** Which two folders of a dataset hold the inputs and the targets, where the splits are, and how files are matched. */
import type { DatasetConfig } from '../contract/config';
import { splits, type DatasetProblem, type Split } from '../contract/dataset';
import { AppError } from '../contract/errors';
import type { ListedFile } from './list-files';
import { hasPictureExtension } from './picture-format';

export interface FolderPair {
  readonly inputFolder: string;
  readonly targetFolder: string;
}

/** Names under which inputs and targets are known to be kept, in lower case. */
const knownPairs: readonly (readonly [string, string])[] = [
  ['a', 'b'],
  ['input', 'target'],
  ['inputs', 'targets'],
  ['input', 'output'],
  ['inputs', 'outputs'],
  ['source', 'target'],
  ['label', 'image'],
  ['labels', 'images'],
  ['mask', 'image'],
  ['masks', 'images'],
  ['sketch', 'photo'],
  ['sketches', 'photos'],
];

/** Folder names of the splits, in lower case, the better known first. */
const splitNames: Readonly<Record<Split, readonly string[]>> = {
  train: ['train', 'training'],
  test: ['test', 'testing', 'val', 'valid', 'validation'],
};

/** The folder of each split that there is among some. */
export type SplitFolders = Partial<Record<Split, string>>;

/** Of the folders that may be a split the first known name counts: test/ before val/. */
export function splitFolders(folders: readonly string[], ending = ''): SplitFolders {
  const found = splits.map((split) => {
    const name = splitNames[split]
      .map((known) => folders.find((folder) => folder.toLowerCase() === known + ending))
      .find((folder) => folder !== undefined);
    return [split, name] as const;
  });
  return Object.fromEntries(found.filter(([, name]) => name !== undefined));
}

/**
 * The two folders, chosen or recognised: by their names, or because there are no others.
 *
 * @param candidates names of the folders that may be meant
 * @param insist whether there must be two
 * @throws AppError `dataset-folders-unclear`
 */
export function chooseFolders(
  path: string,
  candidates: readonly string[],
  chosen: Pick<DatasetConfig, 'inputFolder' | 'targetFolder'>,
  insist: boolean,
): FolderPair | null {
  const [input, target] = [asName(chosen.inputFolder), asName(chosen.targetFolder)];
  const others = candidates.filter((folder) => ![input, target].includes(asName(folder)));
  const [only, ...more] = others;
  if (input !== '' && target !== '') {
    return { inputFolder: input, targetFolder: target };
  }
  if (input !== '' || target !== '') {
    if (only === undefined || more.length > 0) {
      throw unclear(path, candidates);
    }
    return { inputFolder: input || only, targetFolder: target || only };
  }
  const recognised = knownFolders(candidates) ?? onlyTwo(candidates);
  if (recognised === null && insist) {
    throw unclear(path, candidates);
  }
  return recognised;
}

function asName(folder: string): string {
  return folder.replace(/[/\\]+$/, '');
}

function knownFolders(folders: readonly string[]): FolderPair | null {
  const named = (name: string): string | undefined => folders.find((folder) => folder.toLowerCase() === name);
  const found = knownPairs.flatMap(([input, target]) => {
    const [inputFolder, targetFolder] = [named(input), named(target)];
    return inputFolder === undefined || targetFolder === undefined ? [] : [{ inputFolder, targetFolder }];
  });
  return found.length === 1 ? (found[0] ?? null) : null;
}

function onlyTwo([inputFolder, targetFolder, ...more]: readonly string[]): FolderPair | null {
  const isTwo = inputFolder !== undefined && targetFolder !== undefined && more.length === 0;
  return isTwo ? { inputFolder, targetFolder } : null;
}

function unclear(path: string, folders: readonly string[]): AppError {
  return new AppError('dataset-folders-unclear', { path, folders });
}

export interface Matched {
  readonly pairs: readonly { readonly input: ListedFile; readonly target: ListedFile }[];
  readonly problems: readonly DatasetProblem[];
}

/** Files of the same name, whatever their ending, in the inputs' order; the others with the reason. */
export function matchByName(
  inputs: readonly ListedFile[],
  targets: readonly ListedFile[],
  { inputFolder, targetFolder }: FolderPair,
): Matched {
  const [inputByKey, targetByKey] = [byKey(inputs), byKey(targets)];
  const pairs = [...inputByKey].flatMap(([key, input]) => {
    const target = targetByKey.get(key);
    return target === undefined ? [] : [{ input, target }];
  });
  const problems = [
    ...doubles(inputs, inputByKey),
    ...doubles(targets, targetByKey),
    ...without(inputByKey, targetByKey, targetFolder),
    ...without(targetByKey, inputByKey, inputFolder),
  ];
  return { pairs, problems };
}

type ByKey = ReadonlyMap<string, ListedFile>;

/** Of several files with the same key the first is used. */
function byKey(files: readonly ListedFile[]): ByKey {
  const result = new Map<string, ListedFile>();
  for (const file of files) {
    if (!result.has(file.key)) {
      result.set(file.key, file);
    }
  }
  return result;
}

function doubles(files: readonly ListedFile[], used: ByKey): DatasetProblem[] {
  return files.flatMap(({ key, name }) => {
    const other = used.get(key)?.name ?? name;
    return other === name ? [] : [{ name, error: { code: 'pair-ambiguous', data: { name, other } } }];
  });
}

/** A file that is no picture by its name needs no partner, but another place. */
function without(files: ByKey, partners: ByKey, folder: string): DatasetProblem[] {
  const alone = [...files].filter(([key]) => !partners.has(key)).map(([, file]) => file.name);
  return alone.map((name) =>
    hasPictureExtension(name)
      ? { name, error: { code: 'pair-incomplete', data: { name, folder } } }
      : { name, error: { code: 'image-format', data: { name } } },
  );
}
