import { spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from '../setup/paths.mjs';

const program = join(root, 'out', 'main', 'cli.js');

/** Sample and checkpoint every few steps, so that many kills meet one half written. */
const small = ['--size', '64', '--filters', '4', '--device', 'cpu', '--deterministic', '--sample-every', '7'];
const often = ['--checkpoint-every-steps', '3'];

/** The longest a run is left alone after the line of output that was waited for, in milliseconds. */
const longestDelay = 30;
/** Lines of output after which a run is killed; the first is written when training starts. */
const mostLines = 40;
/** One kill in this many comes while the program is still starting. */
const earlyKills = 5;
const startMilliseconds = 3000;

/**
 * @typedef {object} Ended
 * @property {number | null} code
 * @property {readonly { type: string, step?: number, [key: string]: unknown }[]} records
 */

/** Steps that no killed run gets to, and those that the last one, which is not killed, goes on for. */
const endlessSteps = 1_000_000;
const lastSteps = 20;

/**
 * Trains a run that is killed again and again, resumed each time, and at last left alone until its end.
 *
 * @param {{ dataset: string, run: string, kills: number, random: () => number, tell?: (text: string) => void }} options
 *   `random` gives numbers in [0, 1)
 * @returns {Promise<{ steps: number, lost: readonly string[] }>} at which step it ended, and each announced checkpoint
 *   that was not gone on from, as a sentence
 */
export async function trainKilled({ dataset, run, kills, random, tell = () => undefined }) {
  /** @param {number} steps */
  const go = (steps) =>
    isRun(run)
      ? ['resume', run, '--steps', String(steps)]
      : ['train', dataset, '--run', run, ...small, ...often, '--steps', String(steps)];
  /** @type {string[]} */
  const lost = [];
  let announced = 0;
  for (let kill = 1; kill <= kills; kill++) {
    const { records } = await runCli(go(endlessSteps), moment(random));
    announced = follow(records, announced, lost);
    tell(`kill ${String(kill)}: checkpoint of step ${String(announced)}`);
  }
  const steps = announced + lastSteps;
  const { code, records } = await runCli(go(steps));
  follow(records, announced, lost);
  if (code !== 0) throw new Error(`The run could not be finished: exit code ${String(code)}.`);
  return { steps, lost };
}

/**
 * The same training without a disturbance, and with no checkpoint but the last.
 *
 * @param {{ dataset: string, run: string, steps: number }} options
 */
export async function trainUndisturbed({ dataset, run, steps }) {
  const { code } = await runCli(['train', dataset, '--run', run, ...small, '--steps', String(steps)]);
  if (code !== 0) throw new Error(`The undisturbed run failed: exit code ${String(code)}.`);
}

/**
 * What is the same in two runs that trained the same: losses, all variables, samples, and names in the folder.
 *
 * @param {string} run
 */
export function resultOf(run) {
  const [checkpoint = ''] = readdirSync(join(run, 'checkpoints')).filter(isStep).sort().slice(-1);
  const samples = readdirSync(join(run, 'samples')).sort();
  return {
    checkpoint,
    variables: readFileSync(join(run, 'checkpoints', checkpoint, 'model.data-00000-of-00001')),
    metrics: readFileSync(join(run, 'metrics.jsonl'), 'utf8').replaceAll(/"(step|data_wait)_seconds":[^,}]*/g, ''),
    losses: readFileSync(join(run, 'losses.f32')).toString('base64'),
    samples: samples.map((name) => [name, readFileSync(join(run, 'samples', name, '0.png')).toString('base64')]),
    leftovers: [run, join(run, 'checkpoints')].flatMap((folder) => readdirSync(folder)).filter(isLeftover),
  };
}

/** @param {string} name */
const isStep = (name) => /^step-\d+$/.test(name);
/** @param {string} name */
const isLeftover = (name) => name.includes('.partial-') || name.startsWith('lock');
/** @param {string} run */
const isRun = (run) => existsSync(join(run, 'run.json'));

/**
 * @param {Ended['records']} records of one process
 * @param {number} announced step of the newest checkpoint that was announced before
 * @param {string[]} lost
 * @returns {number} the same after this process
 */
function follow(records, announced, lost) {
  const start = records.find(({ type }) => type === 'start')?.step;
  if (start !== undefined && start < announced) {
    lost.push(
      `It went on from step ${String(start)}, although a checkpoint of step ${String(announced)} was announced.`,
    );
  }
  const steps = records.filter(({ type }) => type === 'checkpoint').map(({ step = 0 }) => step);
  return Math.max(announced, ...steps);
}

/**
 * When a process is killed: after how many lines of its output, and how many milliseconds after that.
 *
 * @typedef {{ lines: number, delay: number }} Moment
 * @param {() => number} random
 * @returns {Moment}
 */
function moment(random) {
  return random() < 1 / earlyKills
    ? { lines: 0, delay: random() * startMilliseconds }
    : { lines: 1 + Math.floor(random() * mostLines), delay: random() * longestDelay };
}

/**
 * @param {readonly string[]} parameters
 * @param {Moment} [kill]
 * @returns {Promise<Ended>}
 */
function runCli(parameters, kill) {
  const child = spawn(process.execPath, [program, ...parameters, '--json'], { stdio: ['ignore', 'pipe', 'ignore'] });
  /** @type {{ type: string }[]} */
  const records = [];
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const killAfter = () => {
    if (kill !== undefined && timer === undefined && records.length >= kill.lines) {
      timer = setTimeout(() => child.kill('SIGKILL'), kill.delay);
    }
  };
  killAfter();
  createInterface({ input: child.stdout }).on('line', (line) => {
    // The last line of a killed process may be cut off.
    if (line.endsWith('}')) records.push(JSON.parse(line));
    killAfter();
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code, records });
    });
  });
}
