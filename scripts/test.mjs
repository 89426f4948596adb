// Runs the checks and tests, all or those named on the command line, and counts what passed and failed.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { runMain, setUp } from './setup.mjs';
import { run } from './setup/command.mjs';
import { root } from './setup/paths.mjs';
import { SetupError, duration } from './setup/step.mjs';
import { countStage, sumCounts } from './test/count.mjs';
import { stages } from './test/stages.mjs';

/** @typedef {import('./test/stages.mjs').Stage} Stage */
/** @typedef {import('./test/count.mjs').Count} Count */

await runMain(async () => {
  const wanted = choose(process.argv.slice(2));
  await setUp({ window: wanted.some(({ name }) => name === 'end-to-end') });
  /** @type {string[]} */
  const lines = [];
  /** @type {Map<string, Count>} */
  const counts = new Map();
  for (const stage of wanted) {
    const start = performance.now();
    process.stdout.write(`\n── ${stage.title}\n`);
    const broken = stage.needs !== undefined && (counts.get(stage.needs)?.failed ?? 0) > 0;
    const count = broken ? { passed: 0, failed: 1, skipped: 0 } : await runStage(stage);
    counts.set(stage.name, count);
    const line = `${stage.title.padEnd(46)}${broken ? `not run: ${String(stage.needs)} failed` : describe(stage, count)}`;
    lines.push(`${line.padEnd(80)}${duration(performance.now() - start)}`);
    process.stdout.write(`── ${String(lines.at(-1))}\n`);
  }
  const sum = sumCounts([...counts.values()]);
  process.stdout.write(`\n${lines.join('\n')}\n`);
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
 * @param {Stage} stage
 * @returns {Promise<Count>}
 */
async function runStage(stage) {
  if (stage.report !== undefined) {
    mkdirSync(dirname(stage.report), { recursive: true });
    rmSync(stage.report, { force: true });
  }
  const environment = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: stage.report };
  let failure = 0;
  for (const [program, ...rest] of stage.commands) {
    const { code } = await run(String(program), rest, { folder: root, environment, plain: true });
    if (code !== 0) failure = code;
  }
  return countStage(failure, readCount(stage));
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
