/** The dataset that the window has open: the only pictures of the person's that its pages may see. */
import { basename } from 'node:path';
import type { LayoutConfig } from '../contract/config';
import { AppError } from '../contract/errors';
import type { DatasetReport, PictureSource, Role } from '../contract/dataset';
import type { OpenedDataset } from '../contract/routes';
import { appOrigin } from '../contract/wire';

export interface DatasetShelf {
  /** Puts a dataset in the place of the one before, under a new number. */
  readonly open: (report: DatasetReport, isSample: boolean, config: LayoutConfig) => OpenedDataset;
  /** The folder of the opened dataset. @throws AppError `dataset-not-open` for any other number. */
  readonly folderOf: (id: number) => string;
  /** Where a picture of the opened dataset comes from, or null when it is none of its pairs. */
  readonly sourceOf: (id: number, pair: number, role: Role) => PictureSource | null;
}

/** A shelf with nothing on it. */
export function createDatasetShelf(): DatasetShelf {
  let current: { readonly id: number; readonly report: DatasetReport } | null = null;
  return {
    open(report, isSample, config) {
      // Numbers are not used twice, so that the window never draws a remembered picture of another dataset.
      const id = (current?.id ?? 0) + 1;
      current = { id, report };
      const { folder, layout, inputFolder, targetFolder, splitBy, looks, problems, notes, ignored } = report;
      const pairs = report.pairs.map(({ split, name, input, target }, index) => ({
        split,
        name,
        url: `${appOrigin}/datasets/${String(id)}/${String(index)}`,
        input: { width: input.width, height: input.height },
        target: { width: target.width, height: target.height },
      }));
      const read = { layout, inputFolder, targetFolder, splitBy, looks, problems, notes, ignored };
      return { id, name: basename(folder), folder, isSample, config, pairs, ...read };
    },
    folderOf(id) {
      if (current?.id !== id) {
        throw new AppError('dataset-not-open', {});
      }
      return current.report.folder;
    },
    sourceOf(id, pair, role) {
      return current?.id === id ? (current.report.pairs[pair]?.[role] ?? null) : null;
    },
  };
}
