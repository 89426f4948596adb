/** Recognises how a dataset is laid out, and lists its pairs, before any picture is opened. */
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { DatasetConfig } from '../contract/config';
import { splits, type DatasetProblem, type PairLayout, type Split } from '../contract/dataset';
import { AppError } from '../contract/errors';
import { listFolder, type ListedFile, type ListedFolder } from './list-files';
import { inNaturalOrder } from './natural-order';
import { chooseFolders, matchByName, splitFolders, type FolderPair } from './pair-folders';

export interface ListedPair {
  /** Null where the seed will decide. */
  readonly split: Split | null;
  readonly input: ListedFile;
  /** The same file where both pictures are in one. */
  readonly target: ListedFile;
}

/** The files of a pair: one, or the input's and the target's. */
export function filesOf({ input, target }: ListedPair): readonly ListedFile[] {
  return input === target ? [input] : [input, target];
}

export interface Listing {
  /** Null where the pictures' shapes will tell halves beside from halves above each other. */
  readonly layout: PairLayout | null;
  readonly folders: FolderPair | null;
  readonly splitBy: 'folders' | 'seed';
  readonly pairs: readonly ListedPair[];
  readonly problems: readonly DatasetProblem[];
  readonly ignored: readonly string[];
}

type LayoutConfig = Pick<DatasetConfig, 'layout' | 'inputFolder' | 'targetFolder' | 'transform'>;

/** Where pairs lie: folders relative to the dataset, the same one where both pictures are in one file. */
interface Place {
  readonly split: Split | null;
  readonly input: string;
  readonly target: string;
}

/** Where all pairs of a dataset lie, and the folders that were looked into on the way. */
interface Places {
  readonly folders: FolderPair | null;
  readonly places: readonly Place[];
  readonly looked: readonly string[];
}

/**
 * Lists a dataset as its configuration says, or as it is recognised.
 *
 * @throws AppError `dataset-missing`, `dataset-not-folder`, `dataset-unreadable`, `dataset-folder-missing`,
 *   `dataset-folders-unclear`, `dataset-transform-missing`
 */
export async function listPairs(dataset: string, config: LayoutConfig): Promise<Listing> {
  const root = await listFolder(dataset);
  const wanted = wantedLayout(config);
  if (wanted === 'single' && config.transform === 'none') {
    throw new AppError('dataset-transform-missing', { path: dataset });
  }
  const inFolders =
    wanted === null || wanted === 'folders' ? await findFolders(dataset, root, config, wanted === 'folders') : null;
  const found = inFolders ?? findSingles(root);
  return { layout: inFolders === null ? wanted : 'folders', ...(await listPlaces(dataset, found)) };
}

/** What was asked for, if only by a field that has no meaning elsewhere. */
function wantedLayout({ layout, inputFolder, targetFolder, transform }: LayoutConfig): PairLayout | null {
  if (layout !== 'auto') {
    return layout;
  }
  if (inputFolder !== '' || targetFolder !== '') {
    return 'folders';
  }
  return transform === 'none' ? null : 'single';
}

/** One file a pair: in the folders of the splits, or in the dataset folder itself. */
function findSingles(root: ListedFolder): Places {
  const bySplit = splitFolders(root.folders);
  const places = splits.flatMap((split) => {
    const folder = bySplit[split];
    return folder === undefined ? [] : [{ split, input: folder, target: folder }];
  });
  return { folders: null, places: places.length > 0 ? places : [{ split: null, input: '', target: '' }], looked: [''] };
}

/** Two files a pair: A and B in the splits' folders, or with these in them, or without any. */
async function findFolders(
  dataset: string,
  root: ListedFolder,
  config: LayoutConfig,
  insist: boolean,
): Promise<Places | null> {
  const joined = joinedNames(root.folders);
  if (joined !== null && config.inputFolder === '' && config.targetFolder === '') {
    return { folders: { inputFolder: 'A', targetFolder: 'B' }, places: joined, looked: [''] };
  }
  const above = splitFolders(root.folders);
  const inside = await Promise.all(Object.values(above).map((folder) => listFolder(dataset, folder)));
  const holders = inside.some(({ folders }) => folders.length > 0) ? inside : [root];
  if (!insist && holders.some(({ files }) => files.length > 0)) {
    // Pictures that lie there themselves are the pairs, and the folders beside them something else.
    return null;
  }
  const splitting = new Set<string>(holders.includes(root) ? Object.values(above) : []);
  const candidates = [...new Set(holders.flatMap(({ folders }) => folders))].filter((name) => !splitting.has(name));
  const folders = chooseFolders(dataset, candidates, config, insist);
  if (folders === null) {
    return null;
  }
  const { inputFolder, targetFolder } = folders;
  if (inside.some((listed) => listed.folders.includes(inputFolder) || listed.folders.includes(targetFolder))) {
    const places = splits.flatMap((split) => {
      const parent = above[split];
      const place = { split, input: `${parent ?? ''}/${inputFolder}`, target: `${parent ?? ''}/${targetFolder}` };
      return parent === undefined ? [] : [place];
    });
    return { folders, places, looked: ['', ...Object.values(above)] };
  }
  return findSplitsBelow(dataset, folders);
}

/** A/train and B/train, A/test and B/test; or A and B alone. */
async function findSplitsBelow(dataset: string, folders: FolderPair): Promise<Places> {
  const { inputFolder, targetFolder } = folders;
  for (const folder of [inputFolder, targetFolder]) {
    const status = await stat(resolve(dataset, folder)).catch(() => null);
    if (status?.isDirectory() !== true) {
      throw new AppError('dataset-folder-missing', { path: dataset, folder });
    }
  }
  const [input, target] = [await listFolder(dataset, inputFolder), await listFolder(dataset, targetFolder)];
  const [inputSplits, targetSplits] = [splitFolders(input.folders), splitFolders(target.folders)];
  const places = splits.flatMap((split) => {
    const [first, second] = [inputSplits[split], targetSplits[split]];
    const name = first ?? second;
    return name === undefined
      ? []
      : [{ split, input: `${inputFolder}/${first ?? name}`, target: `${targetFolder}/${second ?? name}` }];
  });
  return places.length > 0
    ? { folders, places, looked: ['', inputFolder, targetFolder] }
    : { folders, places: [{ split: null, input: inputFolder, target: targetFolder }], looked: [''] };
}

/** trainA and trainB, testA and testB, as unpaired sets have them. */
function joinedNames(folders: readonly string[]): readonly Place[] | null {
  const [inputs, targets] = [splitFolders(folders, 'a'), splitFolders(folders, 'b')];
  const places = splits.flatMap((split) => {
    const [input, target] = [inputs[split], targets[split]];
    return input === undefined || target === undefined ? [] : [{ split, input, target }];
  });
  return places.length === 0 ? null : places;
}

/** The pairs in all places, and what lies beside them. */
async function listPlaces(dataset: string, { folders, places, looked }: Places): Promise<Omit<Listing, 'layout'>> {
  const pairs: ListedPair[] = [];
  const problems: DatasetProblem[] = [];
  const used = new Set(places.flatMap(({ input, target }) => [input, target]));
  const ignored = new Set<string>();
  for (const { split, input, target } of places) {
    const [inputs, targets] = [await listOrEmpty(dataset, input), await listOrEmpty(dataset, target)];
    if (folders === null) {
      pairs.push(...inputs.files.map((file) => ({ split, input: file, target: file })));
    } else {
      const matched = matchByName(inputs.files, targets.files, { inputFolder: input, targetFolder: target });
      pairs.push(...matched.pairs.map((pair) => ({ split, ...pair })));
      problems.push(...matched.problems);
    }
    for (const [folder, listed] of [
      [input, inputs],
      [target, targets],
    ] as const) {
      listed.ignored.forEach((name) => ignored.add(name));
      listed.folders.forEach((name) => ignored.add(`${folder === '' ? '' : `${folder}/`}${name}/`));
    }
  }
  for (const folder of looked.filter((name) => !used.has(name))) {
    const listed = await listOrEmpty(dataset, folder);
    listed.ignored.forEach((name) => ignored.add(name));
    listed.files.forEach(({ name }) => ignored.add(name));
    for (const name of listed.folders.map((inside) => (folder === '' ? inside : `${folder}/${inside}`))) {
      const isOnTheWay = [...used, ...looked].some((other) => other === name || other.startsWith(`${name}/`));
      if (!isOnTheWay) {
        ignored.add(`${name}/`);
      }
    }
  }
  const splitBy = places.every(({ split }) => split === null) ? 'seed' : 'folders';
  return { folders, splitBy, pairs, problems, ignored: inNaturalOrder([...ignored], (name) => name) };
}

/** A folder that only the other side has is one without files. */
async function listOrEmpty(dataset: string, folder: string): Promise<ListedFolder> {
  try {
    return await listFolder(dataset, folder);
  } catch (error) {
    if (error instanceof AppError && error.code === 'dataset-missing') {
      return { files: [], folders: [], ignored: [] };
    }
    throw error;
  }
}
