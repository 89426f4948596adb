/** Runs whose networks are far from their first values, their exports, and what those predict elsewhere. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeTrainConfig, type PresetName, type TrainConfig } from '../../src-main/contract/config';
import { exportOptionsSchema, type ExportOptions } from '../../src-main/contract/export';
import { runFiles, stepFolder } from '../../src-main/contract/run';
import { createGenerator, type Generator } from '../../src-main/engine/generator';
import { fromByte } from '../../src-main/engine/inference';
import { exportRun, type FinishedExport } from '../../src-main/export/export-run';
import { startRun } from '../../src-main/run/train';
import { writePairs } from './pictures';
import { runReference } from './reference';

const steps = 6;

/** Trains a small network a little, at a rate that moves its weights far. */
export async function makeRun(
  folder: string,
  preset: PresetName,
  changes: Readonly<Record<string, unknown>>,
): Promise<{ readonly run: string; readonly config: TrainConfig }> {
  const dataset = join(folder, 'pairs');
  const run = join(folder, `run-${preset}`);
  const config = makeTrainConfig(preset, { size: 64, filters: 4, steps, learningRate: 0.01, ...changes });
  await writePairs(dataset, ['train/a.png', 'train/b.png', 'test/c.png']);
  await startRun({ dataset, run, config }, { event: () => undefined }, new AbortController().signal);
  return { run, config };
}

/** The run's last checkpoint, opened for inference; the caller disposes it. */
export async function openLast(run: string, config: TrainConfig): Promise<Generator> {
  const generator = await createGenerator(config);
  generator.restore(join(run, runFiles.checkpoints, stepFolder(steps), runFiles.model));
  return generator;
}

export function exportTo(
  run: string,
  out: string,
  options: Partial<ExportOptions> & Pick<ExportOptions, 'format'>,
): Promise<FinishedExport> {
  return exportRun(exportOptionsSchema.parse({ run, out, ...options }));
}

export interface ReferenceJob {
  readonly kind: 'savedmodel' | 'savedmodel-bytes' | 'onnx' | 'keras' | 'keras-training';
  readonly path: string;
  readonly input: string;
  readonly output: string;
  readonly shape?: readonly number[];
  readonly dtype?: 'float32' | 'uint8';
  readonly seed?: readonly [number, number];
  /** Files of numbers that decide the noise. */
  readonly noise?: readonly { readonly path: string; readonly shape: readonly number[] }[];
}

/** Runs exports in Python, all in one process, since TensorFlow takes long to start. */
export async function runInPython(folder: string, jobs: readonly ReferenceJob[]): Promise<void> {
  const path = join(folder, 'jobs.json');
  await writeFile(path, JSON.stringify(jobs));
  await runReference('run_exports.py', [path]);
}

export async function readFloats(path: string): Promise<Float32Array> {
  return new Float32Array(new Uint8Array(await readFile(path)).buffer);
}

/** Bytes NHWC as floats in [-1, 1]. */
export function floatsOf(bytes: Uint8Array): Float32Array {
  return Float32Array.from(bytes, fromByte);
}

/** [batch, height, width, 3] to [batch, 3, height, width], or back. */
export function moveChannels(values: Float32Array, pixels: number, to: 'first' | 'last'): Float32Array {
  const moved = new Float32Array(values.length);
  for (let at = 0; at < values.length; at++) {
    const [picture, rest] = [Math.floor(at / (3 * pixels)), at % (3 * pixels)];
    const last = picture * 3 * pixels + (rest % pixels) * 3 + Math.floor(rest / pixels);
    if (to === 'first') {
      moved[at] = values[last] ?? Number.NaN;
    } else {
      moved[last] = values[at] ?? Number.NaN;
    }
  }
  return moved;
}

export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) {
    throw new Error(`${String(a.length)} values cannot be compared with ${String(b.length)}.`);
  }
  let largest = 0;
  for (let index = 0; index < a.length; index++) {
    // Not Math.max, which is the first time NaN but then hides where.
    const difference = Math.abs((a[index] ?? Number.NaN) - (b[index] ?? Number.NaN));
    largest = difference <= largest ? largest : difference;
  }
  return largest;
}
