// Tries thousands of broken and malicious messages, runs, exports, archives and pictures (test/support/fuzz).
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { runMain, setUp } from './setup.mjs';
import { run } from './setup/command.mjs';
import { root } from './setup/paths.mjs';
import { SetupError, say } from './setup/step.mjs';
import { stages } from './test/stages.mjs';

/** Cases a target: as many as take some minutes. */
const usual = { messages: 10_000, pictures: 10_000, archives: 10_000, runs: 500, exports: 500 };

const usage = `npm run fuzz -- [options] [targets]
  targets       some of: ${Object.keys(usual).join(', ')}; all of them by default
  --cases N     of each; by default ${Object.entries(usual)
    .map(([target, cases]) => `${String(cases)} ${target}`)
    .join(', ')}
  --seed N      another one each time by default, and told, so that it can be repeated
  --case N      only this one of the seed
  --seconds 5   that a case may take`;

await runMain(async () => {
  const text = /** @type {const} */ ({ type: 'string' });
  const options = {
    cases: text,
    seed: text,
    case: text,
    seconds: text,
    help: /** @type {const} */ ({ type: 'boolean' }),
  };
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  const unknown = positionals.find((name) => !Object.hasOwn(usual, name));
  if (unknown !== undefined) throw new SetupError(`There is no target ${unknown}.`, usage);
  const targets = Object.entries(usual).filter(([name]) => positionals.length === 0 || positionals.includes(name));
  const withWindow = targets.some(([name]) => name === 'messages');
  await setUp({ window: withWindow });
  await build({ window: withWindow });
  const seed = values.seed ?? String(Date.now() % 1_000_000);
  let failed = 0;
  for (const [name, cases] of targets) {
    const count = values.cases ?? String(values.case === undefined ? cases : Number(values.case) + 1);
    say(`${name}: ${count} cases of seed ${seed} …`);
    const environment = {
      ...process.env,
      PIX2PIX_STUDIO_FUZZ: count,
      PIX2PIX_STUDIO_FUZZ_SEED: seed,
      PIX2PIX_STUDIO_FUZZ_SECONDS: values.seconds ?? '5',
      ...(values.case === undefined ? {} : { PIX2PIX_STUDIO_FUZZ_CASE: values.case }),
    };
    if (name === 'messages') stages.find((stage) => stage.name === 'end-to-end')?.prepare?.();
    const [program, ...rest] = commandOf(name);
    const { code } = await run(String(program), rest, { folder: root, environment, plain: true });
    failed += code === 0 ? 0 : 1;
  }
  say(failed === 0 ? 'Nothing was found.' : `Something was found in ${String(failed)} of ${String(targets.length)}.`);
  process.exitCode = failed === 0 ? 0 : 1;
});

/**
 * @param {string} target
 * @returns {readonly string[]} a program with its arguments
 */
function commandOf(target) {
  if (target !== 'messages') {
    const file = `test/integration/fuzz/${['runs', 'exports'].includes(target) ? 'folders' : target}.test.ts`;
    const name = file.includes('folders') ? ['--testNamePattern', `^${target}$`] : [];
    return [process.execPath, join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', file, ...name];
  }
  // As in `npm test`, but this file alone.
  const [command] = stages.find(({ name }) => name === 'end-to-end')?.commands ?? [];
  return [...(command ?? []).filter((part) => !part.startsWith('--reporter')), '--reporter=list', 'fuzz.spec'];
}
