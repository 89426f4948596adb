// How long a checkpoint holds up the training, and how long until it is whole.
import { parseArgs } from 'node:util';
import { runMain, setUp } from '../scripts/setup.mjs';
import { bundle } from './build.mjs';
import { describeMachine } from './machine.mjs';
import { jsonLines } from './program.mjs';

const usage = `npm run bench:checkpoint -- [options]
  --size 256 --filters 64 --batch 1
  --rounds 5    checkpoints beside training, and as many for which it waits
Prints seconds.`;

await runMain(async () => {
  const text = /** @type {const} */ ({ type: 'string' });
  const { values } = parseArgs({
    options: { size: text, filters: text, batch: text, rounds: text, help: { type: 'boolean' } },
  });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  await setUp({ window: false });
  const { size = '256', filters = '64', batch = '1', rounds = '5' } = values;
  const machine = describeMachine();
  const program = await bundle('bench/programs/checkpoint.ts', 'checkpoint');
  const parameters = ['--size', size, '--filters', filters, '--batch', batch, '--rounds', rounds];
  const [result] = await jsonLines(process.execPath, [program, ...parameters]);
  process.stdout.write(`${machine}\n${size} px, ${filters} filters, batch ${batch}, ${rounds} checkpoints\n`);
  process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
});
