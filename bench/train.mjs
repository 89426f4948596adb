// What a whole training costs beside its bare steps, and how long it takes until the first step is done.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { build } from '../scripts/build.mjs';
import { pythonEnvironment } from '../scripts/python-environment.mjs';
import { runMain, setUp } from '../scripts/setup.mjs';
import { root } from '../scripts/setup/paths.mjs';
import { say } from '../scripts/setup/step.mjs';
import { describeMachine } from './machine.mjs';
import { Peer } from './peer.mjs';
import { median } from './statistics.mjs';

const usage = `npm run bench:train -- [options]
  --size 256 --filters 64
  --steps 100    of the training, with samples every 50 and the checkpoint at its end
  --starts 3     how often ours and the tutorial's start are measured, in turns`;

/**
 * Trains on the sample pairs from the command line.
 *
 * @param {readonly string[]} options
 * @returns {Promise<{ first: number, wall: number, bare: number, wait: number }>} seconds: from the start of the
 *   program to the first step, from the first event to the end of the run, of all bare steps, and of waiting for data
 */
async function train(options) {
  const folder = await mkdtemp(join(tmpdir(), 'pix2pix-bench-'));
  try {
    const pairs = join(root, 'assets', 'sample-pairs');
    const parameters = [join(root, 'out', 'main', 'cli.js'), 'train', pairs, '--run', join(folder, 'run'), '--json'];
    const begin = performance.now();
    const child = spawn(process.execPath, [...parameters, ...options], { stdio: ['ignore', 'pipe', 'ignore'] });
    const ended = once(child, 'exit');
    let [first, start, bare, wait] = [0, 0, 0, 0];
    for await (const line of createInterface({ input: child.stdout })) {
      const event = JSON.parse(line);
      if (event.type === 'start') start = performance.now();
      if (event.type === 'step') {
        first ||= (performance.now() - begin) / 1000;
        bare += event.step_seconds;
        wait += event.data_wait_seconds;
      }
    }
    const [code] = await ended;
    if (code !== 0) throw new Error(`The training ended with code ${String(code)}.`);
    return { first, wall: (performance.now() - start) / 1000, bare, wait };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * @param {readonly string[]} sizes
 * @returns {Promise<number>} seconds until the tutorial's first step is done
 */
async function tutorialStart(sizes) {
  const begin = performance.now();
  const peer = await Peer.start('tutorial', {
    program: await pythonEnvironment('reference'),
    parameters: [join(root, 'bench', 'peers', 'tutorial_step.py'), '--warm-up', '1', ...sizes],
    environment: { PYTHONPATH: join(root, 'test', 'reference') },
  });
  const seconds = (performance.now() - begin) / 1000;
  peer.stop();
  await once(peer.child, 'exit');
  return seconds;
}

await runMain(async () => {
  const text = /** @type {const} */ ({ type: 'string' });
  const { values } = parseArgs({
    options: { size: text, filters: text, steps: text, starts: text, help: { type: 'boolean' } },
  });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  const { size = '256', filters = '64', steps = '100', starts = '3' } = values;
  await setUp({ window: false });
  await build({ window: false });
  await pythonEnvironment('reference');
  const machine = describeMachine();
  const sizes = ['--size', size, '--filters', filters];

  /** @type {{ ours: number[], tutorial: number[] }} */
  const first = { ours: [], tutorial: [] };
  await train([...sizes, '--steps', '1']); // packs the pairs, once
  for (let round = 0; round < Number(starts); round++) {
    first.ours.push((await train([...sizes, '--steps', '1'])).first);
    first.tutorial.push(await tutorialStart(sizes));
    say(
      `start ${String(round + 1)}: ours ${first.ours.at(-1)?.toFixed(1)} s, tutorial ${first.tutorial.at(-1)?.toFixed(1)} s`,
    );
  }
  say(`Training ${steps} steps …`);
  const { wall, bare, wait } = await train([...sizes, '--steps', steps, '--sample-every', '50']);

  const ratio = (/** @type {(values: number[]) => number} */ of) => (of(first.ours) / of(first.tutorial)).toFixed(2);
  const least = (/** @type {number[]} */ values) => Math.min(...values);
  process.stdout.write(`${machine}\n${size} px, ${filters} filters, batch 1\n\n`);
  process.stdout.write(
    [
      '| what | ours | peer | ratio min | ratio median |',
      '| --- | --- | --- | --- | --- |',
      `| start to first step, s, against the tutorial's | ${median(first.ours).toFixed(2)} | ${median(first.tutorial).toFixed(2)} | ${ratio(least)} | ${ratio(median)} |`,
      `| ${steps} steps with samples and a checkpoint, s, against the sum of bare steps | ${wall.toFixed(1)} | ${bare.toFixed(1)} | ${(wall / bare).toFixed(3)} | |`,
      `| of which waiting for data, s | ${wait.toFixed(2)} | | | |`,
      '',
    ].join('\n'),
  );
});
