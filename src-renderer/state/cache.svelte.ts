/** The cache, as the settings show it. */
import type { CacheContents } from '../../src-main/contract/cache';
import type { ErrorValue, Result } from '../../src-main/contract/errors';
import { request } from '../studio';

let contents = $state.raw<CacheContents | null>(null);
let problem = $state.raw<ErrorValue | null>(null);

export const cache = {
  /** Null while it is being counted. */
  get contents(): CacheContents | null {
    return contents;
  },
  get problem(): ErrorValue | null {
    return problem;
  },
};

export async function askForCache(): Promise<void> {
  take(await request('cache', null));
}

export async function emptyCache(): Promise<void> {
  contents = null;
  take(await request('clearCache', null));
}

function take(result: Result<CacheContents>): void {
  contents = result.ok ? result.data : contents;
  problem = result.ok ? null : result.error;
}
