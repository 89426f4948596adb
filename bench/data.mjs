// How fast pictures are imported, beside tf.data and PyTorch's DataLoader, and how the packed store feeds the training.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pythonEnvironment } from '../scripts/python-environment.mjs';
import { runMain, setUp } from '../scripts/setup.mjs';
import { root } from '../scripts/setup/paths.mjs';
import { say } from '../scripts/setup/step.mjs';
import { bundle } from './build.mjs';
import { describeMachine } from './machine.mjs';
import { Peer } from './peer.mjs';
import { jsonLines } from './program.mjs';
import { median } from './statistics.mjs';

const usage = `npm run bench:data -- [options]
  --only import|feed|wait   one part; all by default
  --rounds 5                passes of each peer over each folder, in turns
  --steps 20                train steps for the wait for data`;

/** Folders of pairs, all but one for training: width, height and number of files. */
const folders = [
  { width: 512, height: 256, count: 600 },
  { width: 2048, height: 1024, count: 160 },
];
/** At which training pairs are stored, as in the tutorial. */
const side = '286';
/** The tutorial's nearest neighbour, and bicubic, which photographs get: every program does the same. */
const resizings = ['nearest', 'smooth'];
/** Pairs of the made stores. */
const feedPairs = /** @type {const} */ ([400, 50_000]);
const peerFolder = join(root, 'bench', 'peers');

/** @typedef {{ program: string, parameters: readonly string[], environment?: NodeJS.ProcessEnv }} How */

/**
 * @param {string} temporary
 * @param {number} rounds
 */
async function benchImport(temporary, rounds) {
  const decoder = await bundle('src-main/data/decoder/main.ts', 'decoder');
  const studio = await bundle('bench/peers/studio-import.ts', 'studio-import');
  const makePairs = await bundle('bench/programs/jpeg-pairs.ts', 'jpeg-pairs');
  const [tensorflow, pytorch] = [await pythonEnvironment('reference'), await pythonEnvironment('peers')];
  for (const { width, height, count } of folders) {
    const folder = join(temporary, `pairs-${String(width)}`);
    await jsonLines(process.execPath, [
      ...[makePairs, '--folder', folder, '--count', String(count)],
      ...['--width', String(width), '--height', String(height)],
    ]);
    /** @param {string} resizing @param {readonly string[]} more @returns {How} */
    const ours = (resizing, ...more) => ({
      program: process.execPath,
      parameters: [studio, '--folder', folder, '--resizing', resizing, ...more],
      environment: {
        PIX2PIX_STUDIO_CACHE: join(temporary, `cache-${resizing}`),
        PIX2PIX_STUDIO_DECODER: decoder,
      },
    });
    for (const resizing of resizings) {
      /** @param {string} program @param {string} name @returns {How} */
      const theirs = (program, name) => ({
        program,
        parameters: [join(peerFolder, name), '--folder', folder, '--side', side, '--resizing', resizing],
      });
      /** @type {Readonly<Record<string, How>>} */
      const programs = {
        studio: ours(resizing),
        'studio, a new folder': ours(resizing, '--inspect'),
        'tf.data': theirs(tensorflow, 'tfdata_import.py'),
        pytorch: theirs(pytorch, 'pytorch_import.py'),
      };
      /** @type {Peer[]} */
      const running = [];
      try {
        for (const [name, how] of Object.entries(programs)) running.push(await Peer.start(name, how));
        await measureImport(running, rounds);
        reportImport(running, { width, height, count });
      } finally {
        for (const peer of running) peer.stop();
      }
    }
  }
}

/**
 * @param {readonly Peer[]} running
 * @param {number} rounds
 */
async function measureImport(running, rounds) {
  for (let round = 0; round < rounds; round++) {
    const first = round % running.length;
    for (const peer of [...running.slice(first), ...running.slice(0, first)]) await peer.step();
  }
}

/**
 * @param {readonly Peer[]} running ours first, of a folder that is known and of a new one
 * @param {{ width: number, height: number, count: number }} folder
 */
function reportImport(running, { width, height, count }) {
  say(`${String(count)} JPEG pairs of ${String(height)}×${String(width)}, images a second:`);
  const results = running.map(({ title, seconds }) => {
    const rates = seconds.map((value) => count / value);
    return { title, best: Math.max(...rates), middle: median(rates) };
  });
  for (const { title, best, middle } of results) {
    say([title, `best ${best.toFixed(0)}`, `median ${middle.toFixed(0)}`].join('  '));
  }
  const [ours, inspected, ...others] = results;
  /** @param {typeof ours} one @param {'best' | 'middle'} figure */
  const ratio = (one, figure) =>
    ((one?.[figure] ?? NaN) / Math.max(...others.map((other) => other[figure]))).toFixed(2);
  say(`ours/better of the others: best ${ratio(ours, 'best')}, median ${ratio(ours, 'middle')}`);
  say(
    `the same of a new folder, with its inspection: best ${ratio(inspected, 'best')}, median ${ratio(inspected, 'middle')}`,
  );
}

/**
 * The packed store alone: rate and memory of epochs over few and many pairs.
 *
 * @param {string} temporary
 */
async function benchFeed(temporary) {
  const program = await bundle('bench/programs/feed.ts', 'feed');
  /** @type {Map<number, { pairs_per_second: number[], peak: number }>} */
  const results = new Map();
  for (const pairs of feedPairs) {
    const epochs = Math.ceil(Math.max(...feedPairs) / pairs / 10);
    const parameters = [program, '--folder', join(temporary, `store-${String(pairs)}`)];
    await jsonLines(process.execPath, [...parameters, '--make', String(pairs)]);
    const [result] = await jsonLines(process.execPath, [...parameters, '--epochs', String(epochs)]);
    results.set(pairs, /** @type {any} */ (result));
  }
  for (const [pairs, { pairs_per_second: rates, peak }] of results) {
    const first = `first epoch ${rates[0]?.toFixed(0)}, best ${Math.max(...rates).toFixed(0)} pairs a second`;
    say(`${String(pairs)} pairs: ${first}, peak ${(peak / 2 ** 20).toFixed(1)} MiB`);
  }
  const [few = NaN, many = NaN] = feedPairs.map((pairs) => results.get(pairs)?.peak ?? NaN);
  say(
    `memory of ${String(feedPairs[1])} pairs beyond ${String(feedPairs[0])}: ${((many - few) / 2 ** 20).toFixed(1)} MiB`,
  );
}

/**
 * @param {string} temporary
 * @param {string} steps
 */
async function benchWait(temporary, steps) {
  const decoder = await bundle('src-main/data/decoder/main.ts', 'decoder');
  const program = await bundle('bench/programs/wait.ts', 'wait');
  process.env['PIX2PIX_STUDIO_CACHE'] = join(temporary, 'cache-wait');
  process.env['PIX2PIX_STUDIO_DECODER'] = decoder;
  const folder = join(root, 'assets', 'sample-pairs');
  for (const line of await jsonLines(process.execPath, [program, '--folder', folder, '--steps', steps])) {
    const { cache, share, step_seconds: seconds } = /** @type {any} */ (line);
    say(`wait for data, --cache ${cache}: ${(share * 100).toFixed(3)} % of a step of ${seconds.toFixed(3)} s`);
  }
}

await runMain(async () => {
  const text = /** @type {const} */ ({ type: 'string' });
  const { values } = parseArgs({ options: { only: text, rounds: text, steps: text, help: { type: 'boolean' } } });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  await setUp({ window: false });
  const { only, rounds = '5', steps = '20' } = values;
  say(describeMachine());
  const temporary = mkdtempSync(join(tmpdir(), 'pix2pix-bench-data-'));
  try {
    if (only === undefined || only === 'import') await benchImport(temporary, Number(rounds));
    if (only === undefined || only === 'feed') await benchFeed(temporary);
    if (only === undefined || only === 'wait') await benchWait(temporary, steps);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
});
