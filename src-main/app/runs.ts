/** The runs in the folder of all runs, as far as a list needs to know them. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { totalSteps } from '../contract/steps';
import { toErrorValue } from '../contract/errors';
import type { RunSummary } from '../contract/routes';
import { runFiles, stepFolder } from '../contract/run';
import { samplesAddress } from '../contract/sample-address';
import { listPlainFolder } from '../files/plain-file';
import { latestCheckpointStep, sampleSteps } from '../runfolder/checkpoints';
import { readLastMetrics } from '../runfolder/read-metrics';
import { readRunRecord } from '../runfolder/record';

/** All runs, the one that changed last first. A folder that does not exist yet has none. */
export async function listRuns(runs: string): Promise<readonly RunSummary[]> {
  const entries = await readdir(runs, { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const summaries = await Promise.all(folders.map((name) => summarise(join(runs, name), name)));
  return [...summaries].sort((a, b) => b.changedAt - a.changedAt);
}

/** One run; what is damaged is told in `problem`, and the rest still shown. */
export async function summarise(folder: string, name: string): Promise<RunSummary> {
  const [record, latest, checkpointStep, samples, changedAt] = await Promise.all([
    readRunRecord(folder).catch((error: unknown) => toErrorValue(error)),
    readLastMetrics(folder).catch(() => null),
    latestCheckpointStep(folder),
    findSamples(folder, name),
    changeTime(folder),
  ]);
  const common = { name, folder, latest, checkpointStep, samples, changedAt };
  if ('code' in record) {
    const unknown = { title: name, config: null, trainPairs: 0, totalSteps: 0, dataset: null };
    return { ...common, ...unknown, state: 'damaged', problem: record };
  }
  const { config, dataset } = record;
  const total = totalSteps(config, dataset.trainPairs);
  return {
    ...common,
    title: record.title ?? name,
    state: (checkpointStep ?? 0) >= total ? 'finished' : 'stopped',
    problem: null,
    config,
    trainPairs: dataset.trainPairs,
    totalSteps: total,
    dataset: dataset.path,
  };
}

/** Addresses of the newest sample's pictures. */
export async function findSamples(folder: string, name: string): Promise<RunSummary['samples']> {
  const step = (await sampleSteps(folder).catch(() => [])).at(-1);
  if (step === undefined) {
    return null;
  }
  const names = await listPlainFolder(folder, join(runFiles.samples, stepFolder(step))).catch(() => []);
  const pictures = names.filter((entry) => entry.endsWith('.png'));
  const address = samplesAddress(name, step);
  return {
    step,
    pictures: pictures.sort((a, b) => parseInt(a) - parseInt(b)).map((picture) => `${address}/${picture}`),
  };
}

/** When the run last wrote its metrics, or when its folder was made. */
async function changeTime(folder: string): Promise<number> {
  for (const path of [join(folder, runFiles.metrics), folder]) {
    const time = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => null,
    );
    if (time !== null) {
      return time;
    }
  }
  return 0;
}
