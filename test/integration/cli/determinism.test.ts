/**
 * `--deterministic`: the same losses, weights, moments and sample pictures, whatever came before in the process, whoever
 * trains, and however busy the machine is.
 */
import { createHash } from 'node:crypto';
import { fork, spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { resultOf } from '../../../scripts/torture/kill.mjs';
import { exitCodes } from '../../../src-main/cli/exit-codes';
import { makeTrainConfig } from '../../../src-main/contract/config';
import { sharedFolder } from '../../support/temporary-folder';
import { encodeJpeg, noise, writeBelow } from '../../support/pictures';
import { parseRecord, runCli, type Watch } from './run-cli';

/** Few enough that the process which trains decodes them itself, and wide enough that a step is shared by threads. */
const pairs = 34;
const steps = 20;
const settings = { size: 64, filters: 8, seed: 5, steps, sampleEvery: 5, deterministic: true } as const;

let folder: string;
let remove: () => Promise<void>;
let dataset: string;
/** Of the first run, which began with an empty cache. */
let expected: Result;

type Result = Omit<ReturnType<typeof resultOf>, 'variables'> & { readonly variables: string };

/** The variables as a digest, which is quicker to compare. */
function result(run: string): Result {
  const { variables, ...rest } = resultOf(run);
  return { ...rest, variables: createHash('sha256').update(variables).digest('hex') };
}

const cacheOf = (name: string): Readonly<Record<string, string>> => ({
  PIX2PIX_STUDIO_CACHE: join(folder, 'caches', name),
});

beforeAll(async () => {
  ({ folder, remove } = await sharedFolder());
  dataset = join(folder, 'pairs');
  for (let index = 0; index < pairs; index++) {
    await writeBelow(dataset, `${String(index)}.jpg`, await encodeJpeg(noise(160, 80, index + 1)));
  }
  expected = result(await train('first', 'cache'));
});

afterAll(() => remove());

/** Trains by the command line; the path of the run. */
async function train(name: string, cache: string, options: readonly string[] = []): Promise<string> {
  const run = join(folder, name);
  await finish(['train', dataset, '--run', run, ...flags(), ...options], cache);
  return run;
}

/** `settings` as the command line takes them. */
function flags(): readonly string[] {
  const { size, filters, seed, sampleEvery } = settings;
  const given = { size, filters, seed, steps, 'sample-every': sampleEvery };
  return [...Object.entries(given).flatMap(([flag, value]) => [`--${flag}`, String(value)]), '--deterministic'];
}

async function finish(values: readonly string[], cache: string): Promise<void> {
  const { code, stderr } = await runCli([...values, '--json'], { environment: cacheOf(cache) });
  expect(code, stderr).toBe(0);
}

it('a dataset that is imported already', async () => {
  expect(result(await train('second', 'cache'))).toEqual(expected);
});

it('no store at all', async () => {
  expect(result(await train('none', 'none', ['--cache', 'none']))).toEqual(expected);
});

it('a run that is stopped at three points and resumed', async () => {
  const run = join(folder, 'stopped');
  const stopAfter = (step: number): Watch => ({
    environment: cacheOf('stopped'),
    onLine: (line, child) => {
      const { type, step: done } = parseRecord(line);
      if (type === 'step' && done === step) {
        child.kill('SIGINT');
      }
    },
  });
  const begun = ['train', dataset, '--run', run, ...flags(), '--json'];
  expect((await runCli(begun, stopAfter(2))).code).toBe(exitCodes.interrupted);
  for (const step of [7, 13]) {
    expect((await runCli(['resume', run, '--json'], stopAfter(step))).code).toBe(exitCodes.interrupted);
  }
  await finish(['resume', run], 'stopped');
  expect(result(run)).toEqual(expected);
});

it('a machine that is busy', async () => {
  const spinning = Array.from({ length: availableParallelism() + 1 }, () =>
    spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }),
  );
  onTestFinished(() => {
    spinning.forEach((child) => child.kill('SIGKILL'));
  });
  expect(result(await train('busy', 'busy'))).toEqual(expected);
});

const messageSchema = z.looseObject({ message: z.looseObject({ type: z.string() }) });
const replySchema = z.object({ type: z.literal('reply'), id: z.number(), result: z.looseObject({ ok: z.boolean() }) });

it('the process that trains for the window, which has looked at the dataset before', async () => {
  const run = join(folder, 'window');
  const child = fork(join('out', 'main', 'training.js'), [], {
    serialization: 'advanced',
    execArgv: [],
    env: { ...process.env, ...cacheOf('window') },
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const config = makeTrainConfig('studio', settings);
  const done = new Promise<void>((resolve, reject) => {
    child.once('exit', () => {
      reject(new Error('It ended before the run was done.'));
    });
    child.on('message', (data) => {
      const { message } = messageSchema.parse(data);
      const reply = replySchema.safeParse(message).data;
      if (reply?.result.ok === false || message.type === 'failed') {
        reject(new Error(JSON.stringify(message)));
      } else if (reply?.id === 1) {
        child.send({ type: 'train', id: 2, dataset, run, config });
      } else if (message.type === 'done') {
        resolve();
      }
    });
  });
  child.send({ type: 'inspect', id: 1, dataset, seed: config.seed, training: config });
  await done;
  child.disconnect();
  await ended;
  expect(result(run)).toEqual(expected);
});
