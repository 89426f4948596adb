// Whether a long training keeps what it needs and nothing more: memory, tensors, file handles.
import { parseArgs } from 'node:util';
import { runMain, setUp } from '../scripts/setup.mjs';
import { say } from '../scripts/setup/step.mjs';
import { describeMachine } from './machine.mjs';
import { readMemory } from './long-run.mjs';

const usage = `npm run bench:memory -- [options]
  --steps 20000   of a 64 px network with 4 filters
  --every 1000    steps between two readings, samples and checkpoints; the first reading is compared with the last`;

/** How much of the memory at the first reading may be added until the last. */
const allowedGrowth = 0.01;

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
  const readings = await readMemory(Number(steps), Number(every));
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

/** @param {import('./long-run.mjs').Reading} reading */
function describe({ step, seconds, rss, heapUsed, tensors, handles }) {
  const megabytes = (/** @type {number} */ bytes) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
  const counts = `${String(tensors)} tensors, ${String(handles)} handles`;
  return `step ${String(step)}, ${String(seconds)} s: ${megabytes(rss)} resident, ${megabytes(heapUsed)} of JavaScript, ${counts}`;
}
