/** Reads what is drawn of a run that is not going on. It comes on the trainer's port, before or after the answer. */
import type { Result } from '../../src-main/contract/errors';
import type { RunHistory } from '../../src-main/contract/metrics';
import type { StartedRun } from '../../src-main/contract/routes';
import { request } from '../studio';

/** By run folder. */
const waiting = new Map<string, (history: RunHistory) => void>();

export async function readHistory({ name, folder }: StartedRun): Promise<Result<RunHistory>> {
  const history = new Promise<RunHistory>((resolve) => {
    waiting.set(folder, resolve);
  });
  try {
    const result = await request('runHistory', { name });
    return result.ok ? { ok: true, data: await history } : result;
  } finally {
    waiting.delete(folder);
  }
}

export function receiveHistory(folder: string, history: RunHistory): void {
  waiting.get(folder)?.(history);
}
