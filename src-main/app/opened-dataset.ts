/** The dataset that the window has open: the only pictures of the person's that its pages may read. */
import { basename } from 'node:path';
import { AppError } from '../contract/errors';
import type { DatasetReport } from '../contract/dataset';
import type { OpenedDataset } from '../contract/routes';
import { appOrigin } from '../contract/wire';

const picturePath = /^\/datasets\/([0-9]+)\/([0-9]+)$/;

export interface DatasetShelf {
  /** Puts a dataset in the place of the one before, under a new number. */
  readonly open: (report: DatasetReport, isSample: boolean) => OpenedDataset;
  /** The folder of the opened dataset. @throws AppError `dataset-not-open` for any other number. */
  readonly folderOf: (id: number) => string;
  /** The file that an address names: a picture listed in the opened dataset's report, or null. */
  readonly pictureAt: (address: string) => string | null;
}

/** A shelf with nothing on it. */
export function createDatasetShelf(): DatasetShelf {
  let current: { readonly id: number; readonly report: DatasetReport } | null = null;
  return {
    open(report, isSample) {
      // Numbers are not used twice, so that the window never draws a remembered picture of another dataset.
      const id = (current?.id ?? 0) + 1;
      current = { id, report };
      const { folder, layout, problems } = report;
      const pairs = report.pairs.map(({ split, name }, index) => {
        return { split, name, url: `${appOrigin}/datasets/${String(id)}/${String(index)}` };
      });
      return { id, name: basename(folder), folder, isSample, layout, problems, pairs };
    },
    folderOf(id) {
      if (current?.id !== id) {
        throw new AppError('dataset-not-open', {});
      }
      return current.report.folder;
    },
    pictureAt(address) {
      const match = address.startsWith(`${appOrigin}/`) ? picturePath.exec(address.slice(appOrigin.length)) : null;
      const [, id, index] = match ?? [];
      const pair = id === String(current?.id) ? current?.report.pairs[Number(index)] : undefined;
      return pair?.input.path ?? null;
    },
  };
}
