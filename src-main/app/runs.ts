/** The runs in the folder of all runs, as far as a list needs to know them. */
import { open, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { totalSteps } from '../contract/steps';
import { AppError, systemCode, toErrorValue } from '../contract/errors';
import { reasonOf } from '../contract/messages/reason';
import { parseStepMetrics, type StepMetrics } from '../contract/metrics';
import type { RunSummary } from '../contract/routes';
import { readRunText, runFiles, stepFolder, stepOfFolder, type RunRecord } from '../contract/run';
import { samplesAddress } from '../contract/sample-address';

/** The last line of the metrics is found within this many bytes of their end. */
const tailBytes = 4096;

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
    readRecord(folder),
    readLastMetrics(join(folder, runFiles.metrics)),
    readCheckpointStep(folder),
    findSamples(folder, name),
    changeTime(folder),
  ]);
  const common = { name, folder, latest, checkpointStep, samples, changedAt };
  if (record instanceof AppError) {
    const unknown = { title: name, config: null, trainPairs: 0, totalSteps: 0, dataset: null };
    return { ...common, ...unknown, state: 'damaged', problem: toErrorValue(record) };
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

/** `run.json`, or why it cannot be read. */
export async function readRecord(folder: string): Promise<RunRecord | AppError> {
  try {
    return readRunText(await readFile(join(folder, runFiles.record), 'utf8'), folder);
  } catch (error) {
    if (error instanceof AppError) {
      return error;
    }
    return systemCode(error) === 'ENOENT'
      ? new AppError('run-missing', { path: folder })
      : new AppError('run-damaged', { path: folder, reason: reasonOf(error) });
  }
}

/** The last whole line, read from the end: the file may be large. */
async function readLastMetrics(path: string): Promise<StepMetrics | null> {
  try {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      const length = Math.min(size, tailBytes);
      const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
      const lines = buffer.toString('utf8').split('\n').map(parseStepMetrics);
      return lines.filter((line) => line !== null).at(-1) ?? null;
    } finally {
      await file.close();
    }
  } catch {
    return null;
  }
}

async function readCheckpointStep(folder: string): Promise<number | null> {
  const latest = join(folder, runFiles.checkpoints, runFiles.latest);
  return readFile(latest, 'utf8').then(
    (name) => stepOfFolder(name.trim()),
    () => null,
  );
}

/** Addresses of the newest sample's pictures. */
export async function findSamples(folder: string, name: string): Promise<RunSummary['samples']> {
  const parent = join(folder, runFiles.samples);
  const steps = (await readdir(parent).catch(() => [])).map(stepOfFolder).filter((step) => step !== null);
  if (steps.length === 0) {
    return null;
  }
  const step = Math.max(...steps);
  const pictures = (await readdir(join(parent, stepFolder(step))).catch(() => [])).filter((entry) =>
    entry.endsWith('.png'),
  );
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
