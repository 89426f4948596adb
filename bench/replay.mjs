// Whether ours and the PyTorch peer take the same train steps where nothing is left to chance.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pythonEnvironment } from '../scripts/python-environment.mjs';
import { root } from '../scripts/setup/paths.mjs';
import { bundle } from './build.mjs';
import { jsonLines } from './program.mjs';
import { largestRelativeDifference } from './statistics.mjs';

/**
 * Largest relative difference of a step's losses that rounding explains. Each step multiplies it, since an update of Adam
 * turns the sign of a tiny gradient into a step of full size. Adam's epsilon in PyTorch's form shows as 1.7e-4 in the
 * second.
 */
const allowed = [1e-5, 5e-5, 1e-3, 1e-3, 1e-3];

/**
 * Takes the first steps in both, from the same weights on the same pairs with the same crops, mirrors and dropout masks:
 * what differs then is the network, the losses, the gradients or the updates.
 *
 * @param {string} dataset
 * @param {{ size: string, filters: string }} network
 * @returns {Promise<{ differences: number[], isSame: boolean }>} of the four losses, by step
 */
export async function replay(dataset, { size, filters }) {
  const folder = await mkdtemp(join(tmpdir(), 'pix2pix-studio-replay-'));
  const options = ['--dataset', dataset, '--size', size, '--filters', filters];
  try {
    const program = await bundle(join('bench', 'programs', 'replay.ts'), 'replay');
    const decoder = { PIX2PIX_STUDIO_DECODER: await bundle('src-main/data/decoder/main.ts', 'decoder') };
    const steps = ['--steps', String(allowed.length), '--out', folder];
    const ours = await jsonLines(process.execPath, [program, ...options, ...steps], decoder);
    const replayer = join(root, 'bench', 'peers', 'pytorch_replay.py');
    const peer = await jsonLines(await pythonEnvironment('peers'), [replayer, ...options, '--folder', folder]);
    const differences = allowed.map((_, step) => largestRelativeDifference(losses(ours[step]), losses(peer[step])));
    return { differences, isSame: differences.every((difference, step) => difference <= Number(allowed[step])) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * @param {unknown} line
 * @returns {number[]}
 */
function losses(line) {
  return Object.values(Object(line)).map(Number);
}
