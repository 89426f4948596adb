// Trains ours and a PyTorch implementation of the same networks with the same budget, and compares the test pairs.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runnerImport } from 'vite';
import { build } from '../scripts/build.mjs';
import { pythonEnvironment } from '../scripts/python-environment.mjs';
import { runMain, setUp } from '../scripts/setup.mjs';
import { root } from '../scripts/setup/paths.mjs';
import { say } from '../scripts/setup/step.mjs';
import { describeMachine } from './machine.mjs';
import { jsonLines } from './program.mjs';
import { replay } from './replay.mjs';
import { mean, meanRatio, ratioOfMeans, standardError } from './statistics.mjs';

const usage = `npm run bench:quality -- [options]
  --datasets assets/sample-pairs,other
                    folders with train/ and test/, which hold PNG pairs; "other" is drawings of other kinds, made anew
  --size 128 --filters 32 --steps 1500 (a multiple of 15)
  --seeds 1,2,3,4,5 one training of each for every seed and dataset, in turns`;

/**
 * Measured are the last five of fifteen checkpoints, evenly over the steps, and their mean is compared: in a hundred steps
 * the L1 of one training goes up and down by as much as that of another differs.
 */
const [checkpoints, measured] = [15, 5];

/** The dataset that is not in the repository. */
const otherPairs = 'other';

/** The ratio may exceed 1 by so many of its standard errors, as it does by chance once in forty times, … */
const errorsAllowed = 2;
/** … but not this, however few the seeds. */
const largestRatio = 1.05;

/**
 * @typedef {{ size: string, filters: string, steps: string }} Budget
 * @typedef {{ l1: number, psnr: number }} Quality L1 in [-1, 1] units and PSNR in dB, means over test pairs and checkpoints
 * @typedef {{ seed: string, ours: Quality, peer: Quality }} Comparison
 */

/**
 * Squares are made as the peer makes them, whatever the pictures look like.
 *
 * @param {string} dataset
 * @param {Budget} budget
 * @param {string} seed
 * @returns {Promise<Quality>}
 */
async function trainOurs(dataset, { size, filters, steps }, seed) {
  const folder = await mkdtemp(join(tmpdir(), 'pix2pix-studio-quality-'));
  const run = join(folder, 'run');
  const commandLine = join(root, 'out', 'main', 'cli.js');
  const options = ['--preset', 'studio', '--size', size, '--filters', filters, '--steps', steps, '--seed', seed];
  const resizing = ['--input-resizing', 'nearest', '--target-resizing', 'nearest'];
  const saving = ['--checkpoint-every', '100000', '--checkpoint-every-steps', String(Number(steps) / checkpoints)];
  try {
    await jsonLines(process.execPath, [
      ...[commandLine, 'train', dataset, '--run', run, '--json'],
      ...[...options, ...resizing, ...saving],
    ]);
    const lines = [];
    for (const step of measuredSteps(steps)) {
      lines.push(
        ...(await jsonLines(process.execPath, [commandLine, 'evaluate', run, '--checkpoint', step, '--json'])),
      );
    }
    return quality(lines);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} dataset
 * @param {Budget} budget
 * @param {string} seed
 * @returns {Promise<Quality>}
 */
async function trainPeer(dataset, { size, filters, steps }, seed) {
  const program = join(root, 'bench', 'peers', 'pytorch_quality.py');
  const options = ['--size', size, '--filters', filters, '--steps', steps, '--seed', seed];
  const measuring = ['--measure', ...measuredSteps(steps)];
  const lines = await jsonLines(await pythonEnvironment('peers'), [
    ...[program, '--dataset', dataset],
    ...[...options, ...measuring],
  ]);
  return quality(lines);
}

/** @param {string} steps */
function measuredSteps(steps) {
  return Array.from({ length: measured }, (_, index) => {
    return String((Number(steps) / checkpoints) * (checkpoints - measured + 1 + index));
  });
}

/**
 * @param {readonly unknown[]} lines
 * @returns {Quality}
 */
function quality(lines) {
  const qualities = lines.map((line) => {
    if (typeof line !== 'object' || line === null || !('l1' in line) || !('psnr' in line)) {
      throw new Error(`This is no measurement: ${JSON.stringify(line)}`);
    }
    return { l1: Number(line.l1), psnr: Number(line.psnr) };
  });
  if (qualities.length !== measured) throw new Error(`${String(qualities.length)} checkpoints were measured.`);
  return { l1: mean(qualities.map(({ l1 }) => l1)), psnr: mean(qualities.map(({ psnr }) => psnr)) };
}

/** @param {string} folder */
async function makeOtherPairs(folder) {
  const { module } = await runnerImport(join(root, 'src-main', 'data', 'sample-data.ts'));
  await module.makeOtherPairs(folder, () => undefined);
}

await runMain(async () => {
  const string = /** @type {const} */ ({ type: 'string' });
  const options = { datasets: string, size: string, filters: string, steps: string, seeds: string };
  const { values } = parseArgs({ options: { ...options, help: { type: 'boolean' } } });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  const { datasets = `${join('assets', 'sample-pairs')},${otherPairs}`, seeds = '1,2,3,4,5' } = values;
  const { size = '128', filters = '32', steps = '1500' } = values;
  if (Number(steps) % checkpoints !== 0) throw new Error(`--steps must be a multiple of ${String(checkpoints)}.`);
  await setUp({ window: false });
  await build({ window: false });
  process.stdout.write(`${describeMachine()}; ${size} px, ${filters} filters, ${steps} steps of batch 1\n`);
  const { differences, isSame } = await replay(join('assets', 'sample-pairs'), { size, filters });
  const listed = differences.map((difference) => difference.toExponential(1)).join(', ');
  process.stdout.write(`Same weights, pairs, crops and masks: losses differ by ${listed}\n`);
  const made = await mkdtemp(join(tmpdir(), 'pix2pix-studio-pairs-'));
  /** @type {Map<string, Comparison[]>} */
  const comparisons = new Map(datasets.split(',').map((dataset) => [dataset, []]));
  try {
    if (comparisons.has(otherPairs)) await makeOtherPairs(join(made, otherPairs));
    for (const seed of seeds.split(',')) {
      for (const [dataset, known] of comparisons) {
        const folder = dataset === otherPairs ? join(made, otherPairs) : dataset;
        say(`${dataset}, seed ${seed}: training ours, then the peer …`);
        const ours = await trainOurs(folder, { size, filters, steps }, seed);
        const peer = await trainPeer(folder, { size, filters, steps }, seed);
        known.push({ seed, ours, peer });
        say(row(known.slice(-1), seed));
      }
    }
  } finally {
    await rm(made, { recursive: true, force: true });
  }
  process.exitCode = report(comparisons) && isSame ? 0 : 1;
});

/**
 * @param {ReadonlyMap<string, readonly Comparison[]>} comparisons
 * @returns {boolean} whether ours is as good
 */
function report(comparisons) {
  for (const [dataset, known] of comparisons) {
    const lines = [
      `\n${dataset}\n`,
      '| seed | ours L1 | PyTorch L1 | ours/PyTorch | ours PSNR | PyTorch PSNR |',
      '| --- | --- | --- | --- | --- | --- |',
      ...known.map((one) => row([one], one.seed)),
      row(known, 'mean'),
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
  }
  const { ratio, error } = meanRatio([...comparisons.values()].map(l1Ratio));
  process.stdout.write(
    `\nours/PyTorch L1, mean of the datasets: ${ratio.toFixed(3)} ± ${error.toFixed(3)} (standard error; goal: 1.00)\n`,
  );
  // Of one seed there is no error to allow.
  return ratio <= largestRatio && !(ratio - 1 > errorsAllowed * error);
}

/**
 * A line of the table. Of several seeds it has the means and their standard errors.
 *
 * @param {readonly Comparison[]} comparisons
 * @param {string} title
 */
function row(comparisons, title) {
  const { ratio, error } = l1Ratio(comparisons);
  const l1 = l1Of(comparisons);
  const psnr = [comparisons.map(({ ours }) => ours.psnr), comparisons.map(({ peer }) => peer.psnr)];
  const cells = [
    withError(mean(l1.ours), standardError(l1.ours), 4),
    withError(mean(l1.peer), standardError(l1.peer), 4),
    withError(ratio, error, 3),
    ...psnr.map((values) => withError(mean(values), standardError(values), 2)),
  ];
  return `| ${[title, ...cells].join(' | ')} |`;
}

/**
 * @param {number} value
 * @param {number} error NaN where it is not known
 * @param {number} digits
 */
function withError(value, error, digits) {
  return Number.isNaN(error) ? value.toFixed(digits) : `${value.toFixed(digits)} ± ${error.toFixed(digits)}`;
}

/** @param {readonly Comparison[]} comparisons */
function l1Ratio(comparisons) {
  const { ours, peer } = l1Of(comparisons);
  return ratioOfMeans(ours, peer);
}

/** @param {readonly Comparison[]} comparisons */
function l1Of(comparisons) {
  return { ours: comparisons.map(({ ours }) => ours.l1), peer: comparisons.map(({ peer }) => peer.l1) };
}
