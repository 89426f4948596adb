/**
 * Entry of the trainer, an Electron utility process: carries messages between the application, the window's port and
 * the process that trains.
 *
 * Chromium ends a utility process at once when the application's process has died, with no time to save. So training
 * has a process of its own (`training.ts`), which then sees its carrier go, saves and ends. The carrier reads the history
 * of runs itself, and divides the pairs of a dataset: it has time during a training, and megabytes need not cross from
 * one process to the other. When the training's process is the one that goes, because memory was short, the carrier says
 * so in its place and starts another.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { MessagePortMain } from 'electron';
import { toErrorValue } from '../contract/errors';
import { trainerRequestSchema, type TrainerEvent, type TrainerReply } from '../contract/trainer';
import { dividePairs } from '../data/split-pairs';
import { followChild } from '../log/children';
import { log, logError } from '../log/log';
import { keepLog } from '../log/own-life';
import { roleOfEnvironment } from '../log/place';
import { readHistory } from '../run/history';
import { memoryEnvironment, watchMemory } from '../run/process-memory';
import { createLastWords } from './last-words';
import type { TrainingMessage } from './training';
import { createRunKeeper } from './under-way';

/** Milliseconds that events wait for others: a message each would cost the window more than what they say. */
const gatheringTime = 30;

keepLog(roleOfEnvironment('trainer'));

let window: MessagePortMain | null = null;
const keeper = createRunKeeper();

const lastWords = createLastWords(pass);
let training = startTraining();

process.parentPort.on('message', ({ data, ports }: { data: unknown; ports: readonly MessagePortMain[] }) => {
  const [port] = ports;
  if (port !== undefined) {
    tellGathered();
    window?.close();
    window = port;
    const underWay = keeper.underWay();
    if (underWay !== null) {
      tell(underWay);
    }
  }
  const request = trainerRequestSchema.parse(data);
  if (request.type === 'history') {
    void tellHistory(request.id, request.run);
  } else if (request.type === 'divide') {
    reply(request.id, { ok: true, data: dividePairs(request.pairs, request.seed) });
  } else {
    // Its end, the only reason for a failure, is handled below.
    lastWords.asked(request);
    training.send(request, () => undefined);
  }
});

function startTraining(): ChildProcess {
  const child = fork(join(__dirname, 'training.js'), [], {
    // Pictures cross as bytes.
    serialization: 'advanced',
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...memoryEnvironment, ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  followChild('training', child, () => null);
  const watch = child.pid === undefined ? null : watchMemory(child.pid);
  child.on('message', (message: TrainingMessage) => {
    lastWords.said(message);
    pass(message);
  });
  // At its exit its last words may still be under way.
  child.on('close', (code, signal) => {
    const lack = watch?.ended(signal) ?? null;
    if (lack !== null) {
      log('error', `training[${String(child.pid)}] ended for lack of memory: ${JSON.stringify(lack)}`);
    }
    if (lack !== null && lastWords.say(lack)) {
      training = startTraining();
      return;
    }
    tellGathered();
    if (signal === null) {
      process.exit(code ?? 0);
    }
    // By ending in the same way this process tells the application why.
    process.kill(process.pid, signal);
  });
  return child;
}

function pass({ to, message }: TrainingMessage): void {
  if (to === 'window') {
    gather(message);
  } else {
    tellGathered();
    process.parentPort.postMessage(message);
  }
}

/** Waiting to be told. */
let gathered: TrainerEvent[] = [];

function tell(...events: readonly TrainerEvent[]): void {
  window?.postMessage(events);
}

function gather(event: TrainerEvent): void {
  keeper.take(event);
  if (gathered.push(event) === 1) {
    setTimeout(tellGathered, gatheringTime);
  }
}

function tellGathered(): void {
  if (gathered.length > 0) {
    tell(...gathered);
    gathered = [];
  }
}

async function tellHistory(id: number, run: string): Promise<void> {
  try {
    tell({ type: 'history', run, history: await readHistory(run) });
    reply(id, { ok: true, data: null });
  } catch (error) {
    logError('request history', error);
    reply(id, { ok: false, error: toErrorValue(error) });
  }
}

function reply(id: number, result: TrainerReply['result']): void {
  process.parentPort.postMessage({ type: 'reply', id, result } satisfies TrainerReply);
}
