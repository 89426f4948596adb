// One train step of ours beside PyTorch's and the TensorFlow tutorial's, measured in turns in one run.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pythonEnvironment } from '../scripts/python-environment.mjs';
import { runMain, setUp } from '../scripts/setup.mjs';
import { root } from '../scripts/setup/paths.mjs';
import { SetupError, say } from '../scripts/setup/step.mjs';
import { bundle } from './build.mjs';
import { describeMachine } from './machine.mjs';
import { Peer } from './peer.mjs';
import { median } from './statistics.mjs';

const usage = `npm run bench:step -- [options]
  --size 256 --filters 64 --batch 1
  --rounds 12       steps of each peer, in turns
  --peers NAMES     some of op-by-op,pytorch,pytorch-channels-last,tutorial; all by default
Needs a machine that does nothing else; memory for all peers at once (about 12 GiB at the defaults).`;

const peerFolder = join(root, 'bench', 'peers');

/** @typedef {{ program: string, parameters: readonly string[], environment?: NodeJS.ProcessEnv }} How */

/** How ours and each peer is started. @type {Readonly<Record<string, () => Promise<How>>>} */
const programs = {
  studio: async () => ({
    program: process.execPath,
    parameters: [await bundle('bench/peers/studio-step.ts', 'studio-step')],
  }),
  'op-by-op': async () => ({
    program: process.execPath,
    parameters: [await bundle('bench/peers/studio-step.ts', 'studio-step'), '--eager'],
  }),
  pytorch: () => pytorch(),
  'pytorch-channels-last': () => pytorch('--channels-last'),
  tutorial: async () => ({
    program: await pythonEnvironment('reference'),
    parameters: [join(peerFolder, 'tutorial_step.py')],
    environment: { PYTHONPATH: join(root, 'test', 'reference') },
  }),
};

/** @param {readonly string[]} options */
async function pytorch(...options) {
  return {
    program: await pythonEnvironment('peers'),
    parameters: [join(peerFolder, 'pytorch_step.py'), ...options],
    // In its favour: threads that spin while they wait make it many times slower as soon as anything else runs.
    environment: { OMP_WAIT_POLICY: 'PASSIVE' },
  };
}

/**
 * @param {string} name
 * @param {readonly string[]} sizes
 */
async function start(name, sizes) {
  const how = await programs[name]?.();
  if (how === undefined) {
    throw new SetupError(`There is no peer "${name}".`, `Name some of: ${Object.keys(programs).slice(1).join(', ')}.`);
  }
  say(`Starting ${name} …`);
  return Peer.start(name, { ...how, parameters: [...how.parameters, ...sizes] });
}

/**
 * @param {readonly Peer[]} running
 * @param {number} rounds
 */
async function measure(running, rounds) {
  for (let round = 0; round < rounds; round++) {
    // Another peer begins each round, so that none always follows the same one.
    const first = round % running.length;
    for (const peer of [...running.slice(first), ...running.slice(0, first)]) await peer.step();
    say(`round ${String(round + 1)}: ${running.map(({ seconds }) => seconds.at(-1)?.toFixed(3)).join('  ')}`);
  }
  for (const peer of running) await peer.noteMemory();
}

/** @param {readonly Peer[]} running ours first */
function report(running) {
  const ours = running[0]?.seconds ?? [];
  const rows = running.map(({ title, seconds, bytes }) => [
    title,
    Math.min(...seconds).toFixed(3),
    median(seconds).toFixed(3),
    (Math.min(...ours) / Math.min(...seconds)).toFixed(2),
    (median(ours) / median(seconds)).toFixed(2),
    (bytes / 2 ** 30).toFixed(2),
  ]);
  const header = ['peer', 'min s', 'median s', 'ours/peer min', 'ours/peer median', 'peak GiB'];
  for (const row of [header, header.map(() => '---'), ...rows]) process.stdout.write(`| ${row.join(' | ')} |\n`);
}

await runMain(async () => {
  const text = /** @type {const} */ ({ type: 'string' });
  const { values } = parseArgs({
    options: { size: text, filters: text, batch: text, rounds: text, peers: text, help: { type: 'boolean' } },
  });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  const { size = '256', filters = '64', batch = '1', rounds = '12' } = values;
  const names = values.peers?.split(',') ?? Object.keys(programs).slice(1);
  await setUp({ window: false });
  const machine = describeMachine();
  /** @type {Peer[]} */
  const running = [];
  try {
    for (const name of ['studio', ...names]) {
      running.push(await start(name, ['--size', size, '--filters', filters, '--batch', batch]));
    }
    await measure(running, Number(rounds));
  } finally {
    for (const peer of running) peer.stop();
  }
  process.stdout.write(`${machine}\n${size} px, ${filters} filters, batch ${batch}, ${rounds} rounds\n\n`);
  report(running);
});
