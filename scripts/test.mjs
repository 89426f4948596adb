// Runs the checks and tests, all or those named on the command line, and counts what passed and failed.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import { runMain, setUp } from './setup.mjs';
import { run } from './setup/command.mjs';
import { root } from './setup/paths.mjs';
import { SetupError, duration } from './setup/step.mjs';
import { countStage, sumCounts } from './test/count.mjs';
import { runSideBySide } from './test/schedule.mjs';
import { stages } from './test/stages.mjs';

/** @typedef {import('./test/stages.mjs').Stage} Stage */
/** @typedef {import('./test/count.mjs').Count} Count */

/** Of a stage that cannot run. */
const oneFailure = { passed: 0, failed: 1, skipped: 0 };

await runMain(async () => {
  const wanted = choose(process.argv.slice(2));
  await setUp({ window: wanted.some(({ name }) => name.startsWith('end-to-end')) });
  /** @type {Map<string, string>} */
  const lines = new Map();
  /** @type {Map<string, Count>} */
  const counts = new Map();
  const ahead = wanted.map(({ ahead: [program, ...rest] = [] }) =>
    program === undefined ? null : run(program, rest, { folder: root, quiet: true }),
  );
  await runSideBySide(wanted, availableParallelism(), async (stage) => {
    const start = performance.now();
    process.stdout.write(`\n── ${stage.title} …\n`);
    const broken = stage.needs !== undefined && (counts.get(stage.needs)?.failed ?? 0) > 0;
    const { count, output } = broken ? { count: oneFailure, output: '' } : await runStage(stage);
    counts.set(stage.name, count);
    const result = broken ? `not run: ${String(stage.needs)} failed` : describe(stage, count);
    const line = `${`${stage.title.padEnd(46)}${result}`.padEnd(80)}${duration(performance.now() - start)}`;
    lines.set(stage.name, line);
    process.stdout.write(`${output === '' ? '' : `\n── ${stage.title}\n${output.trimEnd()}\n`}── ${line}\n`);
  });
  await Promise.all(ahead);
  const sum = sumCounts([...counts.values()]);
  process.stdout.write(`\n${wanted.map(({ name }) => lines.get(name)).join('\n')}\n`);
  if (sum.skipped > 0) process.stdout.write(`Skipped tests: ${String(sum.skipped)}\n`);
  process.stdout.write('A check counts as one test.\n');
  process.stdout.write(`${String(sum.passed)} passed, ${String(sum.failed)} failed\n`);
  process.exitCode = sum.failed === 0 ? 0 : 1;
});

/**
 * The stages of these names and those they need; all of them when none is named.
 *
 * @param {readonly string[]} names
 * @returns {readonly Stage[]}
 */
function choose(names) {
  const known = stages.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new SetupError(`There is no stage ${unknown}.`, `Name some of: ${known.join(', ')}.`);
  const needed = stages.filter(({ name }) => names.includes(name)).map(({ needs }) => needs);
  return names.length === 0 ? stages : stages.filter(({ name }) => names.includes(name) || needed.includes(name));
}

/**
 * Runs a stage's commands. What those beside others write is kept until they end, so that each can be read as a whole.
 *
 * @param {Stage} stage
 * @returns {Promise<{ count: Count, output: string }>}
 */
async function runStage(stage) {
  stage.prepare?.();
  if (stage.report !== undefined) {
    mkdirSync(dirname(stage.report), { recursive: true });
    rmSync(stage.report, { force: true });
  }
  const colour = process.stdout.isTTY ? { FORCE_COLOR: '1' } : {};
  const environment = { ...process.env, ...colour, PLAYWRIGHT_JSON_OUTPUT_NAME: stage.report };
  const quiet = stage.beside === true && stage.live !== true;
  let failure = 0;
  let output = '';
  for (const [program, ...rest] of stage.commands) {
    const ended = await run(String(program), rest, { folder: root, environment, plain: true, quiet });
    if (ended.code !== 0) failure = ended.code;
    output += ended.output;
  }
  return { count: countStage(failure, readCount(stage)), output };
}

/** @param {Stage} stage */
function readCount({ report, count }) {
  if (report === undefined || count === undefined) return undefined;
  try {
    return count(JSON.parse(readFileSync(report, 'utf8')));
  } catch {
    return undefined;
  }
}

/**
 * @param {Stage} stage
 * @param {Count} count
 */
function describe(stage, { passed, failed }) {
  if (stage.report === undefined) return failed === 0 ? 'passed' : 'failed';
  return `${String(passed)} passed, ${String(failed)} failed`;
}
