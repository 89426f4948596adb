/** A run's checkpoints and exports, as far as a list needs to know them. */
import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { stepsPerEpoch, totalSteps } from '../contract/steps';
import { countGeneratorWeights } from '../contract/cost';
import { exportFiles } from '../contract/export';
import type { CheckpointSummary, ExportSummary, RunGenerators } from '../contract/generators';
import { runFiles, stepFolder } from '../contract/run';
import { sampleAddress } from '../contract/sample-address';
import { listPlainFolder } from '../files/plain-file';
import { bestOf, checkpointSteps, readCheckpointState, sampleSteps } from '../runfolder/checkpoints';
import { readExportManifest } from '../runfolder/exports';
import { readRunRecord } from '../runfolder/record';
import { findSamples } from './runs';

type Kept = Pick<CheckpointSummary, 'step' | 'epoch' | 'validationL1'>;

/**
 * What can be tried of a run. Checkpoints that were not finished, or whose record cannot be read, are left out; the
 * others are compared with their manifests only when they are opened.
 *
 * @throws AppError `run-missing`, `run-damaged`, `run-newer`.
 */
export async function listGenerators(folder: string, name: string): Promise<RunGenerators> {
  const { config, dataset } = await readRunRecord(folder);
  const [kept, steps, samples] = await Promise.all([
    readCheckpoints(folder),
    sampleSteps(folder).catch(() => []),
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
      picture: newestSampleAddress(name, steps, checkpoint.step),
    })),
    testPictures: samples?.pictures ?? [],
    firstCheckpointAt: Math.min(perEpoch, config.checkpointEverySteps ?? total, total),
    exportsFolder: join(folder, runFiles.exports),
  };
}

/** The exports in a run's own folder, the newest first. What is no export, or was made by an older version, is left out. */
export async function listExports(run: string): Promise<readonly ExportSummary[]> {
  const names = await listPlainFolder(run, runFiles.exports).catch(() => []);
  const found = await Promise.all(names.map((name) => readExport(join(run, runFiles.exports, name), run)));
  return found.filter((summary) => summary !== null).sort((a, b) => b.madeAt - a.madeAt);
}

/** One export, or null when its manifest cannot be read. @param root as of `readExportManifest` */
export async function readExport(path: string, root = path): Promise<ExportSummary | null> {
  try {
    const manifest = await readExportManifest(path, root);
    if (manifest === null) {
      return null;
    }
    const { format, precision, step, files } = manifest;
    const bytes = Object.values(files).reduce((sum, file) => sum + file.bytes, 0);
    const { mtimeMs } = await stat(join(path, exportFiles.manifest));
    return { name: basename(path), path, format, precision, step, bytes, madeAt: mtimeMs };
  } catch {
    return null;
  }
}

/** The newest first. */
async function readCheckpoints(run: string): Promise<readonly Kept[]> {
  const steps = await checkpointSteps(run).catch(() => []);
  const found = await Promise.all(steps.map((step) => readCheckpoint(run, step)));
  return found.filter((checkpoint) => checkpoint !== null).reverse();
}

async function readCheckpoint(run: string, step: number): Promise<Kept | null> {
  try {
    // The manifest is written last: without it the checkpoint is not whole.
    await stat(join(run, runFiles.checkpoints, stepFolder(step), runFiles.manifest));
    const { epoch, validationL1 } = await readCheckpointState(run, step);
    return { step, epoch, validationL1 };
  } catch {
    return null;
  }
}

/** The first picture of the last sample at or before a step. */
function newestSampleAddress(run: string, steps: readonly number[], step: number): string | null {
  const earlier = steps.filter((sampleStep) => sampleStep <= step);
  return earlier.length === 0 ? null : sampleAddress(run, Math.max(...earlier), 0);
}
