/** The dataset that the window has open: the only pictures of the person's that its pages may see. */
import { basename } from 'node:path';
import type { LayoutConfig } from '../contract/config';
import { AppError } from '../contract/errors';
import {
  filesOfPair,
  joinedDigests,
  splitNotes,
  type DatasetReport,
  type DividedPairs,
  type PairContents,
  type PictureSource,
  type Role,
} from '../contract/dataset';
import type { OpenedDataset } from '../contract/routes';
import { appOrigin } from '../contract/wire';

export interface DatasetShelf {
  /** Puts a dataset in the place of the one before, under a new number. */
  readonly open: (report: DatasetReport, isSample: boolean, config: LayoutConfig, seed: number) => OpenedDataset;
  /** The pairs of the opened dataset, as they can be divided by another seed. @throws AppError `dataset-not-open` */
  readonly pairsOf: (id: number) => readonly PairContents[];
  /** The opened dataset, divided by another seed. @throws AppError `dataset-not-open` */
  readonly divide: (id: number, seed: number, divided: DividedPairs) => OpenedDataset;
  /** The folder of the opened dataset. @throws AppError `dataset-not-open` for any other number. */
  readonly folderOf: (id: number) => string;
  /** Where a picture of the opened dataset comes from, or null when it is none of its pairs. */
  readonly sourceOf: (id: number, pair: number, role: Role) => PictureSource | null;
}

/** A shelf with nothing on it. */
export function createDatasetShelf(): DatasetShelf {
  let current: Shelved | null = null;

  function opened(id: number): Shelved {
    if (current?.id !== id) {
      throw new AppError('dataset-not-open', {});
    }
    return current;
  }

  return {
    open(report, isSample, config, seed) {
      // Numbers are not used twice, so that the window never draws a remembered picture of another dataset.
      current = { id: (current?.id ?? 0) + 1, report, isSample, config, seed };
      return describe(current);
    },
    pairsOf(id) {
      const { report } = opened(id);
      const digests = new Map(report.files.map(({ name, digest }) => [name, digest]));
      return report.pairs.map((pair) => ({
        name: pair.name,
        contents: joinedDigests(filesOfPair(pair).map(({ name }) => digests.get(name) ?? name)),
      }));
    },
    divide(id, seed, { splits, notes }) {
      const before = opened(id);
      const pairs = before.report.pairs.map((pair, index) => ({ ...pair, split: splits[index] ?? pair.split }));
      const kept = before.report.notes.filter(({ error }) => !splitNotes.includes(error.code));
      current = { ...before, seed, report: { ...before.report, pairs, notes: [...kept, ...notes] } };
      return describe(current);
    },
    folderOf: (id) => opened(id).report.folder,
    sourceOf(id, pair, role) {
      return current?.id === id ? (current.report.pairs[pair]?.[role] ?? null) : null;
    },
  };
}

interface Shelved extends Pick<OpenedDataset, 'id' | 'isSample' | 'config' | 'seed'> {
  readonly report: DatasetReport;
}

/** What the window may know of it. */
function describe({ id, report, isSample, config, seed }: Shelved): OpenedDataset {
  const { folder, layout, inputFolder, targetFolder, splitBy, looks, problems, notes, ignored } = report;
  const pairs = report.pairs.map(({ split, name, input, target }, index) => ({
    split,
    name,
    url: `${appOrigin}/datasets/${String(id)}/${String(index)}`,
    input: { width: input.width, height: input.height },
    target: { width: target.width, height: target.height },
  }));
  const read = { layout, inputFolder, targetFolder, splitBy, looks, problems, notes, ignored };
  return { id, name: basename(folder), folder, isSample, config, seed, pairs, ...read };
}
