// How soon the picture of Try it follows the pen, beside what the network itself takes.
import { parseArgs } from 'node:util';
import { build } from '../scripts/build.mjs';
import { runMain, setUp } from '../scripts/setup.mjs';
import { describeMachine } from './machine.mjs';
import { jsonLines } from './program.mjs';
import { median, percentile } from './statistics.mjs';

const usage = `npm run bench:try -- [options]
  --size 256 --filters 64
  --strokes 20    of 20 movements each`;

/** Milliseconds between two frames of a screen. */
const frame = 1000 / 60;

await runMain(async () => {
  const text = /** @type {const} */ ({ type: 'string' });
  const { values } = parseArgs({
    options: { size: text, filters: text, strokes: text, help: { type: 'boolean' } },
  });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  await setUp({ window: true });
  await build({ window: true });
  const { size = '256', filters = '64', strokes = '20' } = values;
  const machine = describeMachine();
  const options = ['--size', size, '--filters', filters, '--strokes', strokes];
  const command = [process.execPath, 'bench/programs/try.mjs', ...options];
  const [program = '', ...parameters] =
    process.platform === 'linux' ? ['xvfb-run', '-a', '-s', '-screen 0 1440x900x24', ...command] : command;
  const pictures = /** @type {{ network: number, latency: number }[]} */ (await jsonLines(program, parameters));
  const network = pictures.map((picture) => picture.network);
  const latency = pictures.map((picture) => picture.latency);
  const beyond = pictures.map((picture) => picture.latency - picture.network);
  process.stdout.write(`${machine}\n${size} px, ${filters} filters, ${String(pictures.length)} pictures\n`);
  for (const [name, milliseconds] of Object.entries({
    network,
    'pen to picture': latency,
    'beyond the network': beyond,
  })) {
    process.stdout.write(
      `${name}: median ${median(milliseconds).toFixed(1)} ms, p95 ${percentile(milliseconds, 0.95).toFixed(1)} ms\n`,
    );
  }
  process.stdout.write(`frames beyond the network, median: ${(median(beyond) / frame).toFixed(2)}\n`);
});
