/** A run's checkpoints and exports, as far as a list needs to know them. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { stepsPerEpoch, totalSteps } from '../contract/steps';
import { countGeneratorWeights } from '../contract/cost';
import { AppError } from '../contract/errors';
import { exportFiles, parseExportManifest } from '../contract/export';
import type { CheckpointSummary, ExportSummary, RunGenerators } from '../contract/generators';
import { parseCheckpointState, runFiles, stepOfFolder } from '../contract/run';
import { sampleAddress } from '../contract/sample-address';
import { findSamples, readRecord } from './runs';

type Kept = Pick<CheckpointSummary, 'step' | 'epoch' | 'validationL1'>;

/**
 * What can be tried of a run. Checkpoints that were not finished, or whose record cannot be read, are left out; the
 * others are compared with their manifests only when they are opened.
 *
 * @throws AppError `run-missing`, `run-damaged`, `run-newer`.
 */
export async function listGenerators(folder: string, name: string): Promise<RunGenerators> {
  const record = await readRecord(folder);
  if (record instanceof AppError) {
    throw record;
  }
  const { config, dataset } = record;
  const [kept, sampleSteps, samples] = await Promise.all([
    readCheckpoints(join(folder, runFiles.checkpoints)),
    readSampleSteps(join(folder, runFiles.samples)),
    findSamples(folder, name),
  ]);
  const latest = kept[0]?.step;
  const best = bestOf(kept)?.step;
  const perEpoch = Math.ceil(config.checkpointEvery * stepsPerEpoch(dataset.trainPairs, config.batch));
  const total = totalSteps(config, dataset.trainPairs);
  return {
    name,
    size: config.size,
    weights: countGeneratorWeights(config),
    noiseAtInference: config.noiseAtInference,
    transform: config.transform,
    checkpoints: kept.map((checkpoint) => ({
      ...checkpoint,
      isLatest: checkpoint.step === latest,
      isBest: checkpoint.step === best,
      picture: newestSampleAddress(name, sampleSteps, checkpoint.step),
    })),
    testPictures: samples?.pictures ?? [],
    firstCheckpointAt: Math.min(perEpoch, config.checkpointEverySteps ?? total, total),
    exportsFolder: join(folder, runFiles.exports),
  };
}

/** The exports in a folder, the newest first. What is no export, or was made by an older version, is left out. */
export async function listExports(parent: string): Promise<readonly ExportSummary[]> {
  const names = await readdir(parent).catch(() => []);
  const found = await Promise.all(names.map((name) => readExport(join(parent, name))));
  return found.filter((summary) => summary !== null).sort((a, b) => b.madeAt - a.madeAt);
}

/** One export, or null when its manifest cannot be read. */
export async function readExport(path: string): Promise<ExportSummary | null> {
  const manifest = join(path, exportFiles.manifest);
  try {
    const { format, precision, step, files } = parseExportManifest(JSON.parse(await readFile(manifest, 'utf8')));
    const bytes = Object.values(files).reduce((sum, file) => sum + file.bytes, 0);
    const { mtimeMs } = await stat(manifest);
    return { name: basename(path), path, format, precision, step, bytes, madeAt: mtimeMs };
  } catch {
    return null;
  }
}

/** The newest first. */
async function readCheckpoints(parent: string): Promise<readonly Kept[]> {
  const names = (await readdir(parent).catch(() => [])).filter((name) => stepOfFolder(name) !== null);
  const found = await Promise.all(names.map((name) => readCheckpoint(join(parent, name))));
  return found.filter((checkpoint) => checkpoint !== null).sort((a, b) => b.step - a.step);
}

async function readCheckpoint(folder: string): Promise<Kept | null> {
  try {
    // The manifest is written last: without it the checkpoint is not whole.
    await stat(join(folder, runFiles.manifest));
    const text = await readFile(join(folder, runFiles.state), 'utf8');
    const { step, epoch, validationL1 } = parseCheckpointState(JSON.parse(text));
    return { step, epoch, validationL1 };
  } catch {
    return null;
  }
}

/** The one with the lowest validation L1; the later of two that are as good. */
function bestOf(checkpoints: readonly Kept[]): Kept | null {
  const measured = checkpoints.filter(({ validationL1 }) => validationL1 !== null);
  return [...measured].sort((a, b) => (a.validationL1 ?? 0) - (b.validationL1 ?? 0))[0] ?? null;
}

async function readSampleSteps(folder: string): Promise<readonly number[]> {
  const names = await readdir(folder).catch(() => []);
  return names.map(stepOfFolder).filter((step) => step !== null);
}

/** The first picture of the last sample at or before a step. */
function newestSampleAddress(run: string, sampleSteps: readonly number[], step: number): string | null {
  const earlier = sampleSteps.filter((sampleStep) => sampleStep <= step);
  return earlier.length === 0 ? null : sampleAddress(run, Math.max(...earlier), 0);
}
