// Trains a small network that is killed 200 times at random moments, and compares it with one that was left alone.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isDeepStrictEqual } from 'node:util';
import { build } from './build.mjs';
import { runMain, setUp } from './setup.mjs';
import { root } from './setup/paths.mjs';
import { duration, say } from './setup/step.mjs';
import { resultOf, trainKilled, trainUndisturbed } from './torture/kill.mjs';
import { seededRandom } from './torture/seeded-random.mjs';

const usage = `npm run torture -- [options]
  --kills 200   times that the run is killed
  --seed N      of the moments; another one each time by default, and told, so that it can be repeated`;

await runMain(async () => {
  const text = /** @type {const} */ ({ type: 'string' });
  const { values } = parseArgs({ options: { kills: text, seed: text, help: { type: 'boolean' } } });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  await setUp({ window: false });
  await build({ window: false });
  const kills = Number(values.kills ?? 200);
  const seed = Number(values.seed ?? Date.now() % 1_000_000);
  const folder = mkdtempSync(join(tmpdir(), 'pix2pix-torture-'));
  const dataset = join(root, 'assets', 'sample-pairs');
  const [disturbed, left] = [join(folder, 'killed'), join(folder, 'undisturbed')];
  const start = performance.now();
  say(`${String(kills)} kills, seed ${String(seed)} …`);
  try {
    const { steps, lost } = await trainKilled({
      dataset,
      run: disturbed,
      kills,
      random: seededRandom(seed),
      tell: say,
    });
    await trainUndisturbed({ dataset, run: left, steps });
    const [found, expected] = [resultOf(disturbed), resultOf(left)];
    const parts = /** @type {const} */ (['checkpoint', 'variables', 'metrics', 'losses', 'samples', 'leftovers']);
    const differences = parts.filter((part) => !isDeepStrictEqual(found[part], expected[part]));
    for (const sentence of lost) say(sentence);
    for (const part of differences) say(`The ${part} differ from those of the undisturbed run.`);
    const isGood = lost.length === 0 && differences.length === 0;
    say(
      `${String(kills)} kills, ${String(steps)} steps in ${duration(performance.now() - start)}: ${isGood ? 'nothing was lost, and the result is the same to the last bit' : 'FAILED'}`,
    );
    process.exitCode = isGood ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
