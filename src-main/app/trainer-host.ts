/**
 * Keeps the trainer process: starts it when it is first needed, matches replies to requests, and ends it.
 *
 * The trainer is a guest that may die. Then every open request fails with `trainer-stopped`, whoever listens is told,
 * and the next request starts a new process; what it was doing is never started again by itself.
 */
import { app, MessageChannelMain, utilityProcess, type MessagePortMain, type UtilityProcess } from 'electron';
import { AppError, type Result } from '../contract/errors';
import type { TrainerEnding, TrainerReplies, TrainerReply, TrainerRequest } from '../contract/trainer';
import { endingOf } from './trainer-ending';
import { trainerEnvironment } from './trainer-environment';

/** Starting takes about a second; far beyond it something is broken. */
const handshakeDeadline = 60_000;
/** Enough for the slowest step and a checkpoint of the largest networks on a slow disk. */
const stopDeadline = 180_000;

/** A killed process may exit with code 0; the event that has the true reason comes right after, or not at all. */
const reasonDelay = 100;

/** What a request says beside its type and number. */
export type RequestBody<T extends TrainerRequest['type']> = Omit<Extract<TrainerRequest, { type: T }>, 'type' | 'id'>;

export interface TrainerHost {
  /** @throws AppError of the trainer, or `trainer-stopped` if it cannot be started or ends before it replies. */
  request: <T extends TrainerRequest['type']>(type: T, body: RequestBody<T>) => Promise<TrainerReplies[T]>;
  /** Saves and ends a run that is going on; after the deadline the process is killed. */
  stop: () => Promise<TrainerReplies['stop']>;
  /** Gives the window a new port to this and every later trainer process. */
  connectWindow: () => Promise<void>;
  readonly isRunning: () => boolean;
  /** Ends the process, whatever it is doing. */
  readonly end: () => void;
}

interface Guest {
  readonly child: UtilityProcess;
  readonly pending: Map<number, (result: Result<unknown>) => void>;
  readonly ready: Promise<unknown>;
  ending: TrainerEnding | null;
}

export interface TrainerHostOptions {
  /** The trainer's bundle. */
  readonly entry: string;
  /** Of the process, unlike any other's. */
  readonly name: string;
  /** Added to its environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Takes the window's end of a new port. */
  readonly sendPort: (port: MessagePortMain) => void;
  /** The process ended and was not asked to. */
  readonly onStopped: (error: AppError<'trainer-stopped'>) => void;
}

/** A host without a process yet. */
export function createTrainerHost(options: TrainerHostOptions): TrainerHost {
  let guest: Guest | null = null;
  let lastId = 0;

  function start(): Guest {
    const child = utilityProcess.fork(options.entry, [], {
      serviceName: options.name,
      env: { ...trainerEnvironment(process.env), ...options.environment },
      stdio: 'inherit',
    });
    const started: Guest = { child, pending: new Map(), ready: Promise.resolve(), ending: null };
    child.on('message', (reply: TrainerReply) => {
      started.pending.get(reply.id)?.(reply.result);
    });
    const onGone = (_event: unknown, details: { readonly name?: string; readonly reason: string }): void => {
      if (details.name === options.name) {
        started.ending ??= endingOf(details.reason);
      }
    };
    app.on('child-process-gone', onGone);
    child.on('exit', (code) => {
      guest = guest === started ? null : guest;
      setTimeout(() => {
        app.off('child-process-gone', onGone);
        end(started, started.ending ?? (code === 0 ? 'ended' : 'crashed'));
      }, reasonDelay);
    });
    guest = started;
    return Object.assign(started, { ready: connect(started) });
  }

  /** The first message of a process is its handshake: it answers as soon as its code has loaded. */
  function connect(to: Guest): Promise<unknown> {
    const { port1, port2 } = new MessageChannelMain();
    options.sendPort(port2);
    return withDeadline(to, handshakeDeadline, send(to, 'connect', {}, [port1]));
  }

  function send<T extends TrainerRequest['type']>(
    to: Guest,
    type: T,
    body: RequestBody<T>,
    ports: MessagePortMain[] = [],
  ): Promise<TrainerReplies[T]> {
    lastId += 1;
    const id = lastId;
    return new Promise((resolve, reject) => {
      to.pending.set(id, (result) => {
        to.pending.delete(id);
        if (result.ok) {
          // A reply has the id of its request, so its data is of that request's type.
          resolve(result.data as TrainerReplies[T]);
        } else {
          reject(new AppError(result.error.code, result.error.data));
        }
      });
      to.child.postMessage({ type, id, ...body }, ports);
    });
  }

  /** Kills the process if `work` is not done in time. */
  async function withDeadline<R>(of: Guest, milliseconds: number, work: Promise<R>): Promise<R> {
    const timer = setTimeout(() => {
      of.ending = 'not-responding';
      of.child.kill();
    }, milliseconds);
    try {
      return await work;
    } finally {
      clearTimeout(timer);
    }
  }

  function end(ended: Guest, ending: TrainerEnding): void {
    // The window knows the step; this process sees no metrics.
    const error = new AppError('trainer-stopped', { reason: ending, step: 0 });
    for (const settle of [...ended.pending.values()]) {
      settle({ ok: false, error: error.value });
    }
    options.onStopped(error);
  }

  return {
    async request(type, body) {
      const current = guest ?? start();
      await current.ready;
      return send(current, type, body);
    },
    async stop() {
      if (guest === null) {
        return { step: 0 };
      }
      return withDeadline(guest, stopDeadline, send(guest, 'stop', {}));
    },
    async connectWindow() {
      if (guest !== null) {
        await connect(guest);
      }
    },
    isRunning: () => guest !== null,
    end() {
      guest?.child.kill();
    },
  };
}
