// Whether the window keeps up with a training that tells of more than any real one, and how soon a long run is open.
import { parseArgs } from 'node:util';
import { build } from '../scripts/build.mjs';
import { runMain, setUp } from '../scripts/setup.mjs';
import { bundle } from './build.mjs';
import { describeMachine } from './machine.mjs';
import { jsonLines } from './program.mjs';
import { median, percentile } from './statistics.mjs';

const usage = `npm run bench:window -- [options]
  --seconds 60        of 1,000 steps and 10 samples each
  --steps 1000000     of the run that is opened`;

/** Two float32 series, raw and smoothed, of four losses, and the extremes of the raw one's stretches. */
const bytesAStep = 4 * 4 * (17 / 15 + 1);

/**
 * @typedef {{
 *   open: { milliseconds: number[] },
 *   zoom: { milliseconds: number[] },
 *   smooth: { milliseconds: number[] },
 *   idle: { intervals: number[] },
 *   busy: {
 *     intervals: number[],
 *     resident: number[],
 *     loop: { p50: number, p99: number, maximum: number },
 *     before: { heap: number, resident: number },
 *     after: { heap: number, resident: number },
 *     steps: number,
 *   },
 * }} Found
 */

await runMain(async () => {
  const text = /** @type {const} */ ({ type: 'string' });
  const { values } = parseArgs({ options: { seconds: text, steps: text, help: { type: 'boolean' } } });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  await setUp({ window: true });
  await build({ window: true });
  const trainer = await bundle('bench/programs/stand-in-training.ts', 'stand-in-training');
  const maker = await bundle('bench/programs/long-run.ts', 'long-run');
  const { seconds = '60', steps = '1000000' } = values;
  const machine = describeMachine();
  const options = ['--trainer', trainer, '--maker', maker, '--seconds', seconds, '--steps', steps];
  const command = [process.execPath, 'bench/programs/window.mjs', ...options];
  const [program = '', ...parameters] =
    process.platform === 'linux' ? ['xvfb-run', '-a', '-s', '-screen 0 1440x900x24', ...command] : command;
  const lines = /** @type {({ what: string })[]} */ (await jsonLines(program, parameters));
  const found = /** @type {Found} */ (
    /** @type {unknown} */ (Object.fromEntries(lines.map((line) => [line.what, line])))
  );
  process.stdout.write(`${machine}\n${describe(found, Number(steps)).join('\n')}\n`);
});

/** @param {Found} found @param {number} steps */
function describe({ open, zoom, smooth, idle, busy }, steps) {
  const [calm, pressed] = [percentile(idle.intervals, 0.95), percentile(busy.intervals, 0.95)];
  const { loop, before, after, resident } = busy;
  const megabytes = (/** @type {number} */ bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
  return [
    `open a run of ${steps.toLocaleString('en-US')} steps: ${open.milliseconds.map((one) => one.toFixed(0)).join(', ')} ms (goal 1,000)`,
    `zoom into it: median ${median(zoom.milliseconds).toFixed(1)} ms, p95 ${percentile(zoom.milliseconds, 0.95).toFixed(1)} ms, two frames each`,
    `smooth it otherwise: median ${median(smooth.milliseconds).toFixed(1)} ms, p95 ${percentile(smooth.milliseconds, 0.95).toFixed(1)} ms, two frames each`,
    `frame interval, idle: median ${median(idle.intervals).toFixed(1)} ms, p95 ${calm.toFixed(1)} ms`,
    `frame interval, busy: median ${median(busy.intervals).toFixed(1)} ms, p95 ${pressed.toFixed(1)} ms, ${(pressed / calm).toFixed(2)} of idle (goal 20 ms or 1.5)`,
    `main process, event loop: median ${loop.p50.toFixed(1)} ms, p99 ${loop.p99.toFixed(1)} ms, maximum ${loop.maximum.toFixed(1)} ms (goal p99 16 ms)`,
    `window's memory over ${busy.steps.toLocaleString('en-US')} steps: objects ${megabytes(before.heap)} to ${megabytes(after.heap)}, process ${megabytes(before.resident)} to ${megabytes(after.resident)}; the history grew by ${megabytes(busy.steps * bytesAStep)}`,
    `the same process every 15 seconds meanwhile, with what may still go: ${resident.map(megabytes).join(', ')}`,
  ];
}
