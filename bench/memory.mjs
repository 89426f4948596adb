// Whether a long training keeps what it needs and nothing more: memory, tensors, file handles.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runMain, setUp } from '../scripts/setup.mjs';
import { root } from '../scripts/setup/paths.mjs';
import { say } from '../scripts/setup/step.mjs';
import { bundle } from './build.mjs';
import { describeMachine } from './machine.mjs';
import { jsonLines } from './program.mjs';

const usage = `npm run bench:memory -- [options]
  --steps 20000   of a 64 px network with 4 filters
  --every 1000    steps between two readings, samples and checkpoints; the first reading is compared with the last`;

/** How much of the memory at the first reading may be added until the last. */
const allowedGrowth = 0.01;

/** @typedef {{ step: number, seconds: number, rss: number, heapUsed: number, tensors: number, handles: number }} Reading */

await runMain(async () => {
  const text = /** @type {const} */ ({ type: 'string' });
  const { values } = parseArgs({ options: { steps: text, every: text, help: { type: 'boolean' } } });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  await setUp({ window: false });
  const { steps = '20000', every = '1000' } = values;
  const machine = describeMachine();
  const program = await bundle('bench/programs/memory.ts', 'memory');
  const dataset = join(root, 'assets', 'sample-pairs');
  // What is retained is to be seen, not the young generation, whose size goes up and down by 30 MiB.
  const parameters = [
    '--expose-gc',
    '--max-semi-space-size=2',
    program,
    '--dataset',
    dataset,
    '--steps',
    steps,
    '--every',
    every,
  ];
  const readings = /** @type {Reading[]} */ (await jsonLines(process.execPath, parameters));
  process.stdout.write(`${machine}\n${readings.map(describe).join('\n')}\n`);
  const [first, last] = [readings[0], readings.at(-1)];
  if (first === undefined || last === undefined) throw new Error('No reading was taken.');
  const growth = last.rss / first.rss - 1;
  const isConstant = first.tensors === last.tensors && first.handles === last.handles;
  const isGood = growth <= allowedGrowth && isConstant;
  say(
    `Memory ${growth < 0 ? '' : '+'}${(100 * growth).toFixed(2)} %, tensors and handles ${isConstant ? 'constant' : 'CHANGED'}: ${isGood ? 'good' : 'FAILED'}`,
  );
  process.exitCode = isGood ? 0 : 1;
});

/** @param {Reading} reading */
function describe({ step, seconds, rss, heapUsed, tensors, handles }) {
  const megabytes = (/** @type {number} */ bytes) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
  const counts = `${String(tensors)} tensors, ${String(handles)} handles`;
  return `step ${String(step)}, ${String(seconds)} s: ${megabytes(rss)} resident, ${megabytes(heapUsed)} of JavaScript, ${counts}`;
}
