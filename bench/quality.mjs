// Trains ours and a PyTorch implementation of the same networks with the same budget, and compares the test pairs.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from '../scripts/build.mjs';
import { pythonEnvironment } from '../scripts/python-environment.mjs';
import { runMain, setUp } from '../scripts/setup.mjs';
import { root } from '../scripts/setup/paths.mjs';
import { say } from '../scripts/setup/step.mjs';
import { describeMachine } from './machine.mjs';
import { jsonLines } from './program.mjs';
import { mean } from './statistics.mjs';

const usage = `npm run bench:quality -- [options]
  --dataset assets/sample-pairs
  --size 128 --filters 32 --steps 1500
  --seeds 1,2,3     one training of each for every seed`;

/** The peer's mean L1 may be this much better than ours before it counts as worse. */
const goal = 1.05;

/**
 * @typedef {{ dataset: string, size: string, filters: string, steps: string }} Budget
 * @typedef {{ l1: number, psnr: number }} Quality L1 in [-1, 1] units and PSNR in dB, means over the test pairs
 */

/**
 * @param {Budget} budget
 * @param {string} seed
 * @returns {Promise<Quality>}
 */
async function trainOurs({ dataset, size, filters, steps }, seed) {
  const folder = await mkdtemp(join(tmpdir(), 'pix2pix-studio-quality-'));
  const run = join(folder, 'run');
  const commandLine = join(root, 'out', 'main', 'cli.js');
  const options = ['--preset', 'studio', '--size', size, '--filters', filters, '--steps', steps, '--seed', seed];
  try {
    await jsonLines(process.execPath, [commandLine, 'train', dataset, '--run', run, ...options, '--json']);
    return quality(await jsonLines(process.execPath, [commandLine, 'evaluate', run, '--json']));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * @param {Budget} budget
 * @param {string} seed
 * @returns {Promise<Quality>}
 */
async function trainPeer({ dataset, size, filters, steps }, seed) {
  const program = join(root, 'bench', 'peers', 'pytorch_quality.py');
  const options = ['--size', size, '--filters', filters, '--steps', steps, '--seed', seed];
  return quality(await jsonLines(await pythonEnvironment('peers'), [program, '--dataset', dataset, ...options]));
}

/**
 * @param {readonly unknown[]} lines
 * @returns {Quality}
 */
function quality(lines) {
  const line = lines.at(-1);
  if (typeof line !== 'object' || line === null || !('l1' in line) || !('psnr' in line)) {
    throw new Error(`This is no measurement: ${JSON.stringify(line)}`);
  }
  return { l1: Number(line.l1), psnr: Number(line.psnr) };
}

await runMain(async () => {
  const string = /** @type {const} */ ({ type: 'string' });
  const options = { dataset: string, size: string, filters: string, steps: string, seeds: string };
  const { values } = parseArgs({ options: { ...options, help: { type: 'boolean' } } });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  const { dataset = join('assets', 'sample-pairs'), size = '128', filters = '32', steps = '1500' } = values;
  const budget = { dataset, size, filters, steps };
  await setUp({ window: false });
  await build({ window: false });
  const machine = describeMachine();
  /** @type {Quality[]} */
  const ours = [];
  /** @type {Quality[]} */
  const peer = [];
  /** @type {string[]} */
  const rows = [];
  for (const seed of (values.seeds ?? '1,2,3').split(',')) {
    say(`Seed ${seed}: training ours, then the peer …`);
    ours.push(await trainOurs(budget, seed));
    peer.push(await trainPeer(budget, seed));
    rows.push(row(seed, ours.slice(-1), peer.slice(-1)));
    say(String(rows.at(-1)));
  }
  const ratio = meanL1(ours) / meanL1(peer);
  process.stdout.write(
    [
      `${machine}; ${dataset}, ${size} px, ${filters} filters, ${steps} steps of batch 1\n`,
      '| seed | ours L1 | PyTorch L1 | ours/PyTorch | ours PSNR | PyTorch PSNR |',
      '| --- | --- | --- | --- | --- | --- |',
      ...rows,
      row('mean', ours, peer),
      `\nours/PyTorch L1: ${ratio.toFixed(3)} (goal: at most ${String(goal)})\n`,
    ].join('\n'),
  );
  process.exitCode = ratio <= goal ? 0 : 1;
});

/** @param {readonly Quality[]} qualities */
function meanL1(qualities) {
  return mean(qualities.map(({ l1 }) => l1));
}

/**
 * @param {string} title
 * @param {readonly Quality[]} ours
 * @param {readonly Quality[]} peer
 */
function row(title, ours, peer) {
  const ratio = meanL1(ours) / meanL1(peer);
  const ratios = [ours, peer].map((qualities) => mean(qualities.map(({ psnr }) => psnr)).toFixed(2));
  const cells = [meanL1(ours).toFixed(4), meanL1(peer).toFixed(4), ratio.toFixed(3), ...ratios];
  return `| ${[title, ...cells].join(' | ')} |`;
}
