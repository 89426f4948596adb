/** Loads a named dataset for the window: one at a time, with its progress, until it is asked to stop. */
import type { FetchedDataset, FetchProgress } from '../contract/named-datasets';
import type { TrainerEvent, TrainerRequest } from '../contract/trainer';
import { fetchDataset } from '../data/fetch/fetch-dataset';

/** Milliseconds between two words about a fetch. */
const interval = 200;

export interface Fetcher {
  /** Null when it was stopped. @throws AppError as `fetchDataset` */
  readonly fetch: (request: Extract<TrainerRequest, { type: 'fetch' }>) => Promise<FetchedDataset | null>;
  readonly stop: () => void;
}

export function createFetcher(emit: (event: TrainerEvent) => void): Fetcher {
  let current = new AbortController();
  return {
    async fetch({ name, folder, agreed }) {
      const stop = new AbortController();
      current = stop;
      const latest: { progress: FetchProgress | null } = { progress: null };
      // By the clock and not by what comes: what came last before a silence is told too.
      const telling = setInterval(() => {
        if (latest.progress !== null) {
          emit({ type: 'fetching', progress: latest.progress });
        }
      }, interval);
      try {
        return await fetchDataset(name, folder, {
          agreed,
          signal: stop.signal,
          progress(progress) {
            latest.progress = progress;
          },
        });
      } catch (error) {
        if (stop.signal.aborted) {
          return null;
        }
        throw error;
      } finally {
        clearInterval(telling);
      }
    },
    stop() {
      current.abort();
    },
  };
}
