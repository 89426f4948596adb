/** The independent reference: programs of `test/reference`, run by TensorFlow Python. */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { pythonEnvironment } from '../../scripts/python-environment.mjs';
import type { Losses } from '../../src-main/contract/metrics';
import { Philox } from '../../src-main/core/philox';
import { createCompiledModel } from '../../src-main/engine/compiled';
import type { ModelConfig } from '../../src-main/engine/model';
import { temporaryFolder } from './temporary-folder';

const referenceFolder = join(import.meta.dirname, '..', 'reference');

/**
 * Runs a program of `test/reference`.
 *
 * @returns its standard output
 * @throws with its standard error if it fails
 */
export async function runReference(program: string, parameters: readonly string[]): Promise<string> {
  const python = await pythonEnvironment('reference');
  // A deterministic run of this process has set what TensorFlow of Python would obey too, and refuse draws without a seed.
  const env = { ...process.env, TF_DETERMINISTIC_OPS: '0' };
  const { stdout } = await promisify(execFile)(python, [join(referenceFolder, program), ...parameters], { env });
  return stdout;
}

const lossesSchema = z.object({
  gen_total_loss: z.number(),
  gen_gan_loss: z.number(),
  gen_l1_loss: z.number(),
  disc_loss: z.number(),
});

/**
 * Trains on one fixed batch from the same weights, here and with the tutorial's own train step in Keras.
 *
 * @param config without dropout, whose random numbers differ
 * @returns the losses of each step
 */
export async function trainBesideTutorial(
  config: ModelConfig,
  { steps, lambda, learningRate }: { readonly steps: number; readonly lambda: number; readonly learningRate: number },
): Promise<{ readonly ours: readonly Losses[]; readonly tutorial: readonly Losses[] }> {
  const folder = await temporaryFolder();
  const checkpoint = join(folder, 'model');
  const pictures = { input: randomPictures(config, 1), target: randomPictures(config, 2) };
  const model = await createCompiledModel(config);
  model.initialise([1, 2]);
  model.save(checkpoint);
  const feeds = {
    ...pictures,
    offsets: new Int32Array(2 * config.batch),
    mirror: new Uint8Array(config.batch),
    noiseSeed: [0, 0] as const,
    lambda,
    learningRate,
  };
  const ours = Array.from({ length: steps }, () => model.trainStep(feeds));
  model.dispose();

  const parameters = ['--checkpoint', checkpoint, '--steps', String(steps), ...tutorialOptions(config)];
  parameters.push('--lambda-l1', String(lambda), '--learning-rate', String(learningRate));
  for (const [name, bytes] of Object.entries(pictures)) {
    const path = join(folder, `${name}.f32`);
    await writeFile(
      path,
      Float32Array.from(bytes, (byte) => Math.fround(byte / 127.5) - 1),
    );
    parameters.push(`--${name}`, path);
  }
  const lines = (await runReference('tutorial_keras.py', parameters)).trim().split('\n');
  return { ours, tutorial: lines.map((line) => lossesSchema.parse(JSON.parse(line))) };
}

/** Options of `tutorial_keras.py` for the same networks. */
export function tutorialOptions(config: ModelConfig): string[] {
  const { size, filters, batch, dropout, beta1, leakySlope, normEpsilon, discriminatorLossScale } = config;
  const numbers = {
    ...{ size, filters, batch, dropout, beta1 },
    'leaky-slope': leakySlope,
    'norm-epsilon': normEpsilon,
    'discriminator-loss-scale': discriminatorLossScale,
  };
  const options = Object.entries(numbers).flatMap(([name, value]) => [`--${name}`, String(value)]);
  return [...options, config.bottleneckNorm ? '--bottleneck-norm' : '--no-bottleneck-norm'];
}

/** Random bytes [batch, size, size, 3]. */
function randomPictures({ batch, size }: ModelConfig, seed: number): Uint8Array {
  const random = new Philox(seed, 0);
  return Uint8Array.from({ length: batch * size * size * 3 }, () => random.nextUint32() & 0xff);
}

/** The largest relative difference of a step's four losses. */
export function relativeDifference(ours: Losses, tutorial: Losses): number {
  const names = lossesSchema.keyof().options;
  return Math.max(...names.map((name) => Math.abs(ours[name] - tutorial[name]) / Math.abs(tutorial[name])));
}
