/** Run folders by their names: readable, and never used twice. */
import { lstat, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, writeError } from '../contract/errors';
import type { StartedRun } from '../contract/routes';

/**
 * The next run of a dataset: "sample-pairs-3" after "sample-pairs-2". The folder itself is made by the trainer.
 *
 * @throws AppError `disk-full` or `write-failed` if the folder of all runs cannot be made
 */
export async function nextRun(runs: string, dataset: string): Promise<StartedRun> {
  await mkdir(runs, { recursive: true }).catch((error: unknown) => {
    throw writeError(runs, error);
  });
  const numbers = (await readdir(runs)).map((name) => numberOf(name, dataset));
  const name = `${dataset}-${String(Math.max(0, ...numbers) + 1)}`;
  return { name, folder: join(runs, name) };
}

/**
 * The folder of a run that is there. A link is none: it would lead to what lies elsewhere.
 *
 * @throws AppError `run-missing`
 */
export async function runFolder(runs: string, name: string): Promise<string> {
  const folder = join(runs, name);
  const status = await lstat(folder).catch(() => null);
  if (status?.isDirectory() !== true) {
    throw new AppError('run-missing', { path: folder });
  }
  return folder;
}

function numberOf(name: string, dataset: string): number {
  const number = name.startsWith(`${dataset}-`) ? name.slice(dataset.length + 1) : '';
  return /^[0-9]{1,9}$/.test(number) ? Number(number) : 0;
}
