/** One decoding process. It has one request at a time, so that its end names the file that caused it. */
import { fork, type ChildProcess } from 'node:child_process';
import { Socket } from 'node:net';
import type { ErrorValue, Result } from '../../contract/errors';
import { followChild } from '../../log/children';
import type { DecoderMessage, DecoderRequest } from './protocol';

export type WorkRequest = Exclude<DecoderRequest, { type: 'connect' }>;
/** Without the number, which the process gives. */
export type Work<Request = WorkRequest> = Request extends WorkRequest ? Omit<Request, 'id'> : never;

interface Job {
  readonly name: string;
  readonly settle: (result: Result<unknown>) => void;
  /** Ends the waiting. */
  readonly timer: NodeJS.Timeout;
}

/**
 * For glibc: what a picture of a few megapixels took is kept for the next one, and not asked of the system anew, which
 * takes a quarter as long as decoding it.
 */
const keptMemory = {
  MALLOC_MMAP_THRESHOLD_: String(32 * 2 ** 20),
  MALLOC_TRIM_THRESHOLD_: String(64 * 2 ** 20),
};

/** Several pictures at once are several processes: none needs more threads than its own. */
const oneThread = { TF_NUM_INTRAOP_THREADS: '1' };

export class DecoderProcess {
  readonly #child: ChildProcess;
  /** Whether its code has loaded. */
  #ready = false;
  #ended = false;
  /** Why it was ended. */
  #dismissal: string | null = null;
  #job: Job | null = null;
  #lastId = 0;

  constructor(readonly entry: string) {
    this.#child = fork(entry, [], {
      // In Electron the program is Electron itself, which this makes behave as Node. The GPU is the trainer's.
      env: { ...process.env, ...keptMemory, ...oneThread, ELECTRON_RUN_AS_NODE: '1', CUDA_VISIBLE_DEVICES: '' },
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    followChild('decoder', this.#child, () => this.#dismissal);
    this.#child.on('message', (message: DecoderMessage) => {
      if (message.type === 'ready') {
        this.#ready = true;
      } else {
        this.#settle(message.result);
      }
    });
    this.#child.once('exit', (code, signal) => {
      this.#end(signal ?? `exit code ${String(code)}`);
    });
    this.#child.once('error', (error) => {
      this.#end(error.message);
    });
  }

  get id(): number {
    return this.#child.pid ?? 0;
  }

  get isBusy(): boolean {
    return this.#job !== null;
  }

  get hasEnded(): boolean {
    return this.#ended;
  }

  /**
   * Answers with what the process says, with `image-crashed` if it ends before, or with `image-too-slow` if it takes too
   * long; then it is ended.
   *
   * @param name of the file, for these errors
   * @param patience milliseconds
   */
  ask(work: Work, name: string, patience: number): Promise<Result<unknown>> {
    return new Promise((settle) => {
      const timer = setTimeout(() => {
        this.kill(`took too long over ${name}`);
        this.#settle({ ok: false, error: { code: 'image-too-slow', data: { name, seconds: patience / 1000 } } });
      }, patience);
      this.#job = { name, settle, timer };
      this.#lastId += 1;
      this.#child.send({ ...work, id: this.#lastId }, () => undefined);
    });
  }

  /** Keeps it for later without keeping this process from ending, which would end that one too. */
  rest(): void {
    for (const part of this.#parts()) {
      part.unref();
    }
  }

  wake(): void {
    for (const part of this.#parts()) {
      part.ref();
    }
  }

  /** All that would keep this process from ending. */
  #parts(): readonly { ref(): unknown; unref(): unknown }[] {
    const { channel, stdout, stderr } = this.#child;
    const pipes = [stdout, stderr].filter((stream) => stream instanceof Socket);
    return [this.#child, ...[channel].filter((part) => part !== undefined && part !== null), ...pipes];
  }

  /** It counts as ended at once, so that it gets no further request. */
  kill(why = 'no longer needed'): void {
    this.#ended = true;
    this.#dismissal = why;
    this.#child.kill('SIGKILL');
  }

  #settle(result: Result<unknown>): void {
    const job = this.#job;
    this.#job = null;
    clearTimeout(job?.timer);
    job?.settle(result);
  }

  #end(reason: string): void {
    this.#ended = true;
    const error: ErrorValue = this.#ready
      ? { code: 'image-crashed', data: { name: this.#job?.name ?? '', reason } }
      : { code: 'unexpected', data: { reason: `the decoding process could not be started (${reason})` } };
    this.#settle({ ok: false, error });
  }
}
