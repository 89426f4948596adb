// Holds the references to each other: the PyTorch networks of bench/quality train as the Keras tutorial does, from the
// same weights on the same batch.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pythonEnvironment } from '../scripts/python-environment.mjs';
import { runMain } from '../scripts/setup.mjs';
import { root } from '../scripts/setup/paths.mjs';
import { jsonLines } from './program.mjs';
import { largestRelativeDifference } from './statistics.mjs';

const sizes = ['--size', '64', '--filters', '16', '--batch', '2', '--steps', '5'];
const tolerance = 1e-4;

await runMain(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'pix2pix-studio-references-'));
  try {
    const pictures = await writePictures(folder, 2 * 64 * 64 * 3);
    const weights = join(folder, 'weights.npz');
    const keras = await jsonLines(await pythonEnvironment('reference'), [
      join(root, 'test', 'reference', 'tutorial_keras.py'),
      ...[...sizes, ...pictures, '--dropout', '0', '--no-bottleneck-norm', '--save-weights', weights],
    ]);
    const pytorch = await jsonLines(await pythonEnvironment('peers'), [
      join(root, 'bench', 'peers', 'pytorch_losses.py'),
      ...[...sizes, ...pictures, '--weights', weights],
    ]);
    const differences = keras.map((line, step) => {
      // Keras' has the step's number in front.
      const [, ...losses] = Object.values(Object(line)).map(Number);
      return largestRelativeDifference(losses, Object.values(Object(pytorch[step])).map(Number));
    });
    process.stdout.write(`Largest relative difference of the losses, by step: ${differences.join(', ')}\n`);
    process.exitCode = Math.max(...differences) < tolerance ? 0 : 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

/**
 * @param {string} folder
 * @param {number} length
 * @returns {Promise<string[]>} the options that name them
 */
async function writePictures(folder, length) {
  const options = [];
  for (const name of ['input', 'target']) {
    const path = join(folder, `${name}.f32`);
    await writeFile(
      path,
      Float32Array.from({ length }, () => Math.random() * 2 - 1),
    );
    options.push(`--${name}`, path);
  }
  return options;
}
