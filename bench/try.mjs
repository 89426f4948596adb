// How soon the picture of Try it follows the pen, beside what the network itself takes.
import { parseArgs } from 'node:util';
import { build } from '../scripts/build.mjs';
import { runMain, setUp } from '../scripts/setup.mjs';
import { describeMachine } from './machine.mjs';
import { jsonLines } from './program.mjs';
import { median, percentile } from './statistics.mjs';

const usage = `npm run bench:try -- [options]
  --size 256 --filters 64
  --strokes 20    of 20 movements each
  --dots 20       each with a rest, in which nothing is drawn`;

/** Milliseconds between two frames of a screen. */
const frame = 1000 / 60;

/** @typedef {{ pen: string, network: number, latency: number } & import('./processor.mjs').ProcessorAccount} Line */

await runMain(async () => {
  const text = /** @type {const} */ ({ type: 'string' });
  const { values } = parseArgs({
    options: { size: text, filters: text, strokes: text, dots: text, help: { type: 'boolean' } },
  });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  await setUp({ window: true });
  await build({ window: true });
  const { size = '256', filters = '64', strokes = '20', dots = '20' } = values;
  const machine = describeMachine();
  const options = ['--size', size, '--filters', filters, '--strokes', strokes, '--dots', dots];
  const command = [process.execPath, 'bench/programs/try.mjs', ...options];
  const [program = '', ...parameters] =
    process.platform === 'linux' ? ['xvfb-run', '-a', '-s', '-screen 0 1440x900x24', ...command] : command;
  const lines = /** @type {Line[]} */ (await jsonLines(program, parameters));
  process.stdout.write(`${machine}\n${size} px, ${filters} filters\n`);
  for (const pen of ['moving', 'resting']) {
    const pictures = lines.filter((line) => line.pen === pen && 'latency' in line);
    const beyond = pictures.map((picture) => picture.latency - picture.network);
    process.stdout.write(`\npen ${pen}, ${String(pictures.length)} pictures\n`);
    for (const [name, milliseconds] of Object.entries({
      network: pictures.map((picture) => picture.network),
      'pen to picture': pictures.map((picture) => picture.latency),
      'beyond the network': beyond,
    })) {
      const [least, most] = [Math.min(...milliseconds), percentile(milliseconds, 0.95)].map((value) =>
        value.toFixed(1),
      );
      process.stdout.write(
        `${name}: minimum ${least} ms, median ${median(milliseconds).toFixed(1)} ms, p95 ${most} ms\n`,
      );
    }
    process.stdout.write(`frames beyond the network, median: ${(median(beyond) / frame).toFixed(2)}\n`);
    for (const account of lines.filter((line) => line.pen === pen && 'waiting' in line)) {
      const [running, waiting] = [account.running, account.waiting].map((value) => value.toFixed(0));
      process.stdout.write(
        `the network's process, a picture: ${running} ms on a processor, ${waiting} ms waiting for one (all threads), ` +
          `${account.pageFaults.toFixed(0)} page faults\n`,
      );
    }
  }
});
