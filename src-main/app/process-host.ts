/**
 * Keeps a utility process: starts it when it is first needed, matches replies to requests, and ends it.
 *
 * The process is a guest that may die. Then every open request fails with `trainer-stopped`, whoever listens is told,
 * and the next request starts a new process; what it was doing is never started again by itself.
 */
import { app, MessageChannelMain, utilityProcess, type MessagePortMain, type UtilityProcess } from 'electron';
import { AppError, type Result } from '../contract/errors';
import { processName, type ProcessRole } from '../contract/log';
import type { RunStatus } from '../contract/run-status';
import type { TrainerEnding, TrainerNotice } from '../contract/trainer';
import { childEnded, childStarted } from '../log/children';
import { log } from '../log/log';
import { carryOutput } from '../log/output';
import { logEnvironment } from '../log/place';
import { endingOf } from './trainer-ending';
import { trainerEnvironment } from './trainer-environment';

/** Starting takes about a second; far beyond it something is broken. */
const handshakeDeadline = 60_000;

/** A killed process may exit with code 0; the event that has the true reason comes right after, or not at all. */
const reasonDelay = 100;

const servicePrefix = 'Pix2Pix Studio ';

/** What is asked of a process: its answer has the same `id`. `connect`, which every process knows, is sent by the host. */
export interface ProcessRequest {
  readonly type: string;
  readonly id: number;
}

interface ProcessReply {
  readonly type: 'reply';
  readonly id: number;
  readonly result: Result<unknown>;
}

/** What a request says beside its type and number. */
export type BodyOf<Request extends ProcessRequest, T extends Request['type']> = Omit<
  Extract<Request, { type: T }>,
  'type' | 'id'
>;

/** @typeParam Replies the reply to each type of request */
export interface ProcessHost<
  Request extends ProcessRequest,
  Replies extends Readonly<Record<Request['type'], unknown>>,
> {
  /** @throws AppError of the process, or `trainer-stopped` if it cannot be started or ends before it replies. */
  request: <T extends Request['type']>(type: T, body: BodyOf<Request, T>) => Promise<Replies[T]>;
  /** The same of a process that runs already, which is killed after `milliseconds` without a reply; null if none runs. */
  requestWithin: <T extends Request['type']>(
    milliseconds: number,
    type: T,
    body: BodyOf<Request, T>,
  ) => Promise<Replies[T]> | null;
  /** Starts the process if none runs, so that the first request need not wait for that. */
  readonly prepare: () => void;
  /** Gives the window a new port to this and every later process. */
  connectWindow: () => Promise<void>;
  readonly isRunning: () => boolean;
  /** Ends the process, whatever it is doing; open requests fail, and the next one starts another. */
  readonly end: () => void;
}

interface Guest {
  readonly child: UtilityProcess;
  readonly pending: Map<number, (result: Result<unknown>) => void>;
  readonly ready: Promise<unknown>;
  ending: TrainerEnding | null;
  /** Its end was asked for, and is no news. */
  dismissed: boolean;
}

export interface ProcessHostOptions {
  /** The process's bundle. */
  readonly entry: string;
  /** Unlike any other process's. */
  readonly role: ProcessRole;
  /** What is added to its environment when it starts. */
  readonly environment?: () => Readonly<Record<string, string>>;
  /** Takes the window's end of a new port. */
  readonly sendPort: (port: MessagePortMain) => void;
  /** Takes what the process tells of its run. */
  readonly onStatus?: (status: RunStatus) => void;
  /** The process ended and was not asked to. */
  readonly onStopped: (error: AppError<'trainer-stopped'>) => void;
}

/** What Electron and the system's list of processes call a process of this role. */
function serviceName(role: ProcessRole): string {
  return `${servicePrefix}${role}`;
}

/** Whether a process of this name has a host. */
export function isOwnService(name: string | undefined): boolean {
  return name?.startsWith(servicePrefix) === true;
}

/** A host without a process yet. */
export function createProcessHost<
  Request extends ProcessRequest,
  Replies extends Readonly<Record<Request['type'], unknown>>,
>(options: ProcessHostOptions): ProcessHost<Request, Replies> {
  let guest: Guest | null = null;
  let lastId = 0;

  function start(): Guest {
    const { role } = options;
    const name = serviceName(role);
    const child = utilityProcess.fork(options.entry, [], {
      serviceName: name,
      env: { ...trainerEnvironment(process.env), ...logEnvironment(role), ...options.environment?.() },
      stdio: 'pipe',
    });
    let pid = 0;
    child.once('spawn', () => {
      // Electron forgets it when the process ends.
      pid = child.pid ?? 0;
      childStarted(role, pid);
      carryOutput({ role, pid }, child.stdout, child.stderr);
    });
    const started: Guest = { child, pending: new Map(), ready: Promise.resolve(), ending: null, dismissed: false };
    child.on('message', (message: ProcessReply | TrainerNotice) => {
      if (message.type === 'status') {
        options.onStatus?.(message.status);
      } else {
        started.pending.get(message.id)?.(message.result);
      }
    });
    const onGone = (_event: unknown, details: { readonly name?: string; readonly reason: string }): void => {
      if (details.name === name) {
        started.ending ??= endingOf(details.reason);
      }
    };
    app.on('child-process-gone', onGone);
    child.on('error', (type, location) => {
      log('error', `${processName(role, pid)}: ${type} at ${location}`);
    });
    child.on('exit', (code) => {
      guest = guest === started ? null : guest;
      setTimeout(() => {
        app.off('child-process-gone', onGone);
        const ending = started.ending ?? (code === 0 ? 'ended' : 'crashed');
        const dismissal = started.dismissed ? 'no longer needed' : null;
        childEnded(role, pid, { how: `code ${String(code)}, ${ending}`, isExpected: ending === 'ended', dismissal });
        end(started, ending);
      }, reasonDelay);
    });
    guest = started;
    return Object.assign(started, { ready: connect(started) });
  }

  /** The first message of a process is its handshake: it answers as soon as its code has loaded. */
  function connect(to: Guest): Promise<unknown> {
    const { port1, port2 } = new MessageChannelMain();
    options.sendPort(port2);
    return withDeadline(to, handshakeDeadline, post(to, { type: 'connect' }, [port1]));
  }

  function send<T extends Request['type']>(to: Guest, type: T, body: BodyOf<Request, T>): Promise<Replies[T]> {
    // A reply has the id of its request, so its data is of that request's type.
    return post(to, { type, ...body }) as Promise<Replies[T]>;
  }

  function post(to: Guest, message: object, ports: MessagePortMain[] = []): Promise<unknown> {
    lastId += 1;
    const id = lastId;
    return new Promise((resolve, reject) => {
      to.pending.set(id, (result) => {
        to.pending.delete(id);
        if (result.ok) {
          resolve(result.data);
        } else {
          reject(new AppError(result.error.code, result.error.data));
        }
      });
      to.child.postMessage({ ...message, id }, ports);
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
    if (!ended.dismissed) {
      options.onStopped(error);
    }
  }

  return {
    async request(type, body) {
      const current = guest ?? start();
      await current.ready;
      return send(current, type, body);
    },
    requestWithin: (milliseconds, type, body) =>
      guest === null ? null : withDeadline(guest, milliseconds, send(guest, type, body)),
    prepare() {
      // A process that does not start says so at the first request.
      (guest ?? start()).ready.catch(() => undefined);
    },
    async connectWindow() {
      if (guest !== null) {
        await connect(guest);
      }
    },
    isRunning: () => guest !== null,
    end() {
      if (guest !== null) {
        guest.dismissed = true;
        guest.child.kill();
        guest = null;
      }
    },
  };
}
