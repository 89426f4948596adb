/** Requests about datasets to get and the cache: a process of its own does each, beside a run that is going on. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../contract/errors';
import type { Handlers } from '../contract/routes';
import type { TrainerHost } from './trainer-host';

export interface FetchingOptions {
  /** Where datasets go unless a person chooses another folder. */
  readonly datasets: string;
  readonly startReader: () => TrainerHost;
  /** Whether a folder was chosen in the system's dialog; no other path is taken. */
  readonly isChosen: (folder: string) => boolean;
  /** A dataset's folder that a person asked for is there. */
  readonly fetched: (folder: string) => void;
}

type FetchingHandlers = Pick<Handlers, 'datasetsFolder' | 'fetchDataset' | 'stopFetching' | 'cache' | 'clearCache'>;

export function createFetchingHandlers({
  datasets,
  startReader,
  isChosen,
  fetched,
}: FetchingOptions): FetchingHandlers {
  let fetcher: TrainerHost | null = null;

  /** In a process that ends with the answer. */
  async function inReader<T>(ask: (reader: TrainerHost) => Promise<T>): Promise<T> {
    const reader = startReader();
    try {
      return await ask(reader);
    } finally {
      reader.end();
    }
  }

  return {
    datasetsFolder: () => datasets,
    async fetchDataset({ name, parent, agreed }) {
      if (parent !== datasets && !isChosen(parent)) {
        throw new AppError('request-invalid', { channel: 'fetchDataset', reason: `${parent} was not chosen` });
      }
      if (fetcher !== null) {
        throw new AppError('request-invalid', { channel: 'fetchDataset', reason: 'another fetch is going on' });
      }
      const folder = join(parent, name);
      const entries = await readdir(folder).catch((): string[] => []);
      if (entries.includes('train')) {
        fetched(folder);
        return { folder };
      }
      return inReader(async (reader) => {
        fetcher = reader;
        try {
          const dataset = await reader.request('fetch', { name, folder, agreed });
          if (dataset === null) {
            return null;
          }
          fetched(dataset.folder);
          return { folder: dataset.folder };
        } finally {
          fetcher = null;
        }
      });
    },
    async stopFetching() {
      await fetcher?.request('stop-fetch', {});
      return null;
    },
    cache: () => inReader((reader) => reader.request('cache', { clear: false })),
    clearCache: () => inReader((reader) => reader.request('cache', { clear: true })),
  };
}
