/**
 * Reading files to their last byte, in a thread of its own: a train step blocks this one for as long as it takes, and a
 * checkpoint would then be digested by one piece a step.
 */
import { Worker } from 'node:worker_threads';
import { z } from 'zod';

export interface FileSeal {
  readonly bytes: number;
  /** In hexadecimal. */
  readonly sha256: string;
  /** Whether all are finite, where the file was read as floats. */
  readonly finite: boolean;
}

export interface FileToRead {
  readonly path: string;
  /** Wait until its contents are on the disk. */
  readonly sync: boolean;
  /** It holds nothing but float32 values. */
  readonly floats: boolean;
  /** Bytes after which it is not read on, being another file then. */
  readonly longest?: number;
}

/** The thread's program is text, since bundlers and test runners each want another form of file for one. */
const program = `
const { createHash } = require('node:crypto');
const { closeSync, constants, fsync, fstatSync, openSync, readSync } = require('node:fs');
const { promisify } = require('node:util');
const { parentPort } = require('node:worker_threads');

const words = new Uint32Array(1 << 20);
const piece = new Uint8Array(words.buffer);
// All bits of the exponent: infinite or no number.
const exponent = 0x7f800000;

// No link is followed, and no pipe waited for.
const plain = constants.O_NOFOLLOW | constants.O_NONBLOCK;

async function seal({ path, sync, floats, longest = Infinity }) {
  const file = openSync(path, (sync ? constants.O_RDWR : constants.O_RDONLY) | plain);
  if (!fstatSync(file).isFile()) {
    closeSync(file);
    throw new Error(path + ' is no file');
  }
  // The disk writes while this thread digests.
  const synced = sync ? promisify(fsync)(file) : Promise.resolve();
  synced.catch(() => undefined);
  try {
    const hash = createHash('sha256');
    let bytes = 0;
    let finite = true;
    for (let length = read(file); length > 0 && bytes <= longest; length = read(file)) {
      hash.update(piece.subarray(0, length));
      bytes += length;
      if (floats) {
        for (let index = 0; index < length >> 2; index++) {
          if ((words[index] & exponent) === exponent) finite = false;
        }
      }
    }
    await synced;
    return { bytes, sha256: hash.digest('hex'), finite };
  } finally {
    await synced.catch(() => undefined);
    closeSync(file);
  }
}

// Fills the piece but at the end of the file, so that no float lies across two of them.
function read(file) {
  let length = 0;
  for (let more = -1; more !== 0 && length < piece.length; length += more) {
    more = readSync(file, piece, length, piece.length - length, null);
  }
  return length;
}

parentPort.on('message', async ({ id, files }) => {
  try {
    const seals = [];
    for (const file of files) seals.push(await seal(file));
    parentPort.postMessage({ id, seals });
  } catch ({ message, code }) {
    parentPort.postMessage({ id, failure: { message, code } });
  }
});
`;

const answerSchema = z.object({
  id: z.number(),
  seals: z.array(z.object({ bytes: z.number(), sha256: z.string(), finite: z.boolean() })).default([]),
  /** What was thrown; an error that crosses threads would lose its code. */
  failure: z.object({ message: z.string(), code: z.string().optional() }).optional(),
});

interface Waiting {
  readonly resolve: (seals: readonly FileSeal[]) => void;
  readonly reject: (error: Error) => void;
}

/** One thread for the life of the process: every new one would leave some memory behind. */
let thread: Worker | null = null;
let lastId = 0;
const waiting = new Map<number, Waiting>();

/**
 * Digests files, in their order.
 *
 * @throws Error of the file system, with its code.
 */
export function sealFiles(files: readonly FileToRead[]): Promise<readonly FileSeal[]> {
  return new Promise((resolve, reject) => {
    thread ??= startThread();
    thread.ref();
    lastId += 1;
    waiting.set(lastId, { resolve, reject });
    thread.postMessage({ id: lastId, files });
  });
}

function startThread(): Worker {
  const worker = new Worker(program, { eval: true, execArgv: [] });
  worker.on('message', (message: unknown) => {
    const { id, seals, failure } = answerSchema.parse(message);
    const asked = waiting.get(id);
    waiting.delete(id);
    if (waiting.size === 0) {
      // Idle, it does not keep the process alive.
      worker.unref();
    }
    if (failure === undefined) {
      asked?.resolve(seals);
    } else {
      asked?.reject(Object.assign(new Error(failure.message), { code: failure.code }));
    }
  });
  const end = (error: Error): void => {
    thread = null;
    waiting.forEach(({ reject }) => {
      reject(error);
    });
    waiting.clear();
  };
  worker.on('error', end);
  worker.on('exit', (code) => {
    end(new Error(`the digesting thread ended with code ${String(code)}`));
  });
  return worker;
}
