// How long from the start of the application to a window that can be used.
import { parseArgs } from 'node:util';
import { build } from '../scripts/build.mjs';
import { runMain, setUp } from '../scripts/setup.mjs';
import { describeMachine } from './machine.mjs';
import { jsonLines } from './program.mjs';
import { median } from './statistics.mjs';

const usage = `npm run bench:start -- [options]
  --rounds 10    starts that are counted, after one that is not: it fills the disk's cache`;

await runMain(async () => {
  const { values } = parseArgs({ options: { rounds: { type: 'string' }, help: { type: 'boolean' } } });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  await setUp({ window: true });
  await build({ window: true });
  const { rounds = '10' } = values;
  const machine = describeMachine();
  const command = [process.execPath, 'bench/programs/start.mjs', '--rounds', rounds];
  const [program = '', ...parameters] =
    process.platform === 'linux' ? ['xvfb-run', '-a', '-s', '-screen 0 1440x900x24', ...command] : command;
  const starts = /** @type {{ seconds: number }[]} */ (await jsonLines(program, parameters));
  const seconds = starts.map((start) => start.seconds);
  process.stdout.write(`${machine}\n${rounds} warm starts, seconds from the start of the process to a usable window\n`);
  const [least, most] = [Math.min(...seconds), Math.max(...seconds)];
  process.stdout.write(
    `minimum ${least.toFixed(2)}, median ${median(seconds).toFixed(2)}, maximum ${most.toFixed(2)}\n`,
  );
});
