import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from '../scripts/setup/paths.mjs';
import { bundle } from './build.mjs';
import { jsonLines } from './program.mjs';

/** @typedef {{ step: number, seconds: number, rss: number, heapUsed: number, tensors: number, handles: number }} Reading */

/**
 * Trains a small network in a process like those of the product and reads, now and then, what that process holds.
 *
 * @param {number} steps
 * @param {number} every steps between two readings; samples and checkpoints come twice as often
 * @returns {Promise<readonly Reading[]>}
 */
export async function readMemory(steps, every) {
  // The pictures are decoded by a process of its own, which is looked for beside the program.
  await bundle('src-main/data/decoder/main.ts', 'decoder');
  const program = await bundle('bench/programs/memory.ts', 'memory');
  const environmentModule = await bundle('src-main/run/process-memory.ts', 'process-memory');
  const { memoryEnvironment } = createRequire(import.meta.url)(environmentModule);
  const parameters = [
    // What is retained is to be seen, not the young generation, whose size goes up and down by 30 MiB.
    ...['--expose-gc', '--max-semi-space-size=2', program],
    ...['--dataset', join(root, 'assets', 'sample-pairs'), '--steps', String(steps), '--every', String(every)],
  ];
  const readings = await jsonLines(process.execPath, parameters, memoryEnvironment);
  return /** @type {Reading[]} */ (readings);
}
