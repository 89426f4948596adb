/** All of a run that a screen draws: the losses of every step, what was changed, and when samples were made. */
import { join } from 'node:path';
import { z } from 'zod';
import { lossNames, type RunHistory, type StepMetrics } from '../contract/metrics';
import { runFiles, stepFolder, type ConfigChange } from '../contract/run';
import { stretchesOf } from '../contract/stretches';
import { fileLimits } from '../files/limits';
import { readPlainText } from '../files/plain-file';
import { readLossFile } from './loss-file';
import { checkpointSteps, sampleSteps } from '../runfolder/checkpoints';
import { readLastMetrics, readMetrics } from '../runfolder/read-metrics';
import { readRunRecord } from '../runfolder/record';

/** A run without metrics, without samples or without a readable record has none of them; that is no error here. */
export async function readHistory(run: string): Promise<RunHistory> {
  const [{ losses, latest }, changes, samples, checkpoints] = await Promise.all([
    readLosses(run),
    readChanges(run),
    sampleSteps(run).catch(() => []),
    checkpointSteps(run).catch(() => []),
  ]);
  const newest = samples.at(-1);
  const pairs = newest === undefined ? [] : await readPairs(run, newest);
  const stretches = {
    gen_total_loss: stretchesOf(losses.gen_total_loss),
    gen_gan_loss: stretchesOf(losses.gen_gan_loss),
    gen_l1_loss: stretchesOf(losses.gen_l1_loss),
    disc_loss: stretchesOf(losses.disc_loss),
  };
  return { losses, stretches, latest, changes, samples, checkpoints, pairs };
}

async function readLosses(run: string): Promise<Pick<RunHistory, 'losses' | 'latest'>> {
  const last = await readLastMetrics(run);
  const losses = last === null ? null : await readLossFile(run, last.step, last);
  return losses === null ? parseLosses(run) : { losses, latest: last };
}

/** The slow way, line by line: for a run whose `losses.f32` is missing or does not fit. */
async function parseLosses(run: string): Promise<Pick<RunHistory, 'losses' | 'latest'>> {
  const columns: Record<keyof RunHistory['losses'], number[]> = {
    gen_total_loss: [],
    gen_gan_loss: [],
    gen_l1_loss: [],
    disc_loss: [],
  };
  let latest: StepMetrics | null = null;
  await readMetrics(run, (metrics) => {
    latest = metrics;
    for (const name of lossNames) {
      columns[name].push(metrics[name]);
    }
  });
  const losses = {
    gen_total_loss: Float32Array.from(columns.gen_total_loss),
    gen_gan_loss: Float32Array.from(columns.gen_gan_loss),
    gen_l1_loss: Float32Array.from(columns.gen_l1_loss),
    disc_loss: Float32Array.from(columns.disc_loss),
  };
  return { losses, latest };
}

async function readChanges(run: string): Promise<readonly ConfigChange[]> {
  return readRunRecord(run).then(
    ({ changes }) => changes,
    () => [],
  );
}

/** Names of a sample's pairs; none of a sample from before they were kept. */
async function readPairs(run: string, step: number): Promise<readonly string[]> {
  try {
    return z
      .array(z.string())
      .parse(
        JSON.parse(
          await readPlainText(run, join(runFiles.samples, stepFolder(step), runFiles.pairs), fileLimits.record),
        ),
      );
  } catch {
    return [];
  }
}
