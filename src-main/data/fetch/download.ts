/**
 * A file from an address, over as many connections as it takes: what came is kept, and an interrupted download goes on
 * where it ended, unless the file has changed on the server meanwhile.
 */
import type { IncomingMessage } from 'node:http';
import { mkdir, open, readFile, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PassThrough } from 'node:stream';
import { z } from 'zod';
import { AppError, isAppError, systemCode, writeError } from '../../contract/errors';
import { replaceFile } from '../whole-folder';
import { requestFile } from './request';

export interface DownloadOptions {
  /** Told of bytes, those of earlier connections included; the total is null where the server does not say. */
  readonly progress?: (done: number, total: number | null) => void;
  /** Told once how large the file is, before its bytes come. @throws anything, to refuse it. */
  readonly begin?: (missing: number | null, total: number | null) => Promise<void>;
  readonly signal?: AbortSignal;
  readonly patience?: number;
}

const noteSchema = z.strictObject({
  format: z.literal(1),
  address: z.string(),
  /** ETag or date by which the server knows this version of the file. */
  version: z.string(),
});

/** What came, and of which version of the file. */
interface Part {
  readonly bytes: number;
  readonly version: string | null;
}

/** A response's bytes: whatever has arrived can be read, even if the connection has broken meanwhile. */
interface Body {
  readonly response: IncomingMessage;
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Why it broke. */
  error: Error | null;
}

/** What a connection promises. */
interface Answer {
  readonly body: Body;
  /** The position of its first byte. */
  readonly start: number;
  readonly total: number | null;
}

/**
 * Loads a file to `path`, where an earlier try may have left a part of it, together with its note `path.json`. A
 * connection that breaks off is followed by another as long as each gets further.
 *
 * @returns the file's size in bytes.
 * @throws AppError `download-address`, `download-offline`, `download-refused`, `download-interrupted`, `disk-full`,
 *   `write-failed`; the reason of an aborted signal. What came stays for the next time.
 */
export async function download(address: URL, path: string, options: DownloadOptions = {}): Promise<number> {
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(path, 'r+').catch(() => open(path, 'w+'));
    try {
      return await connectUntilWhole(address, path, file, options);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw isOfDisk(error) ? writeError(path, error) : error;
  }
}

async function connectUntilWhole(
  address: URL,
  path: string,
  file: FileHandle,
  options: DownloadOptions,
): Promise<number> {
  let furthest: number | null = null;
  for (;;) {
    const part = { bytes: (await file.stat()).size, version: await readNote(path, address) };
    const answer = await ask(address, part, options);
    if (answer === null) {
      return part.bytes;
    }
    const { start, total, body } = answer;
    try {
      if (furthest === null) {
        await options.begin?.(total === null ? null : total - start, total);
      }
      if (start === 0) {
        await file.truncate(0);
        await writeNote(path, address, body.response);
      }
      const position = await receive(file, answer, options);
      if (total === null ? body.error === null : position === total) {
        return position;
      }
      if (position <= Math.max(furthest ?? 0, start) || (total !== null && position > total)) {
        throw interrupted(address, position, total, body.error);
      }
      furthest = position;
    } finally {
      body.response.destroy();
    }
  }
}

function isOfDisk(error: unknown): boolean {
  return (
    !isAppError(error) && ['ENOSPC', 'EDQUOT', 'EACCES', 'EPERM', 'EROFS', 'EIO'].includes(systemCode(error) ?? '')
  );
}

/** Removes a download's file and note. */
export async function discardDownload(path: string): Promise<void> {
  await rm(path, { force: true });
  await rm(notePath(path), { force: true });
}

/** The rest of the file or all of it; null when nothing is missing. */
async function ask(address: URL, part: Part, options: DownloadOptions): Promise<Answer | null> {
  const { signal, patience } = options;
  const version = part.bytes > 0 ? part.version : null;
  const rest = version !== null;
  const headers: Record<string, string> = rest ? { range: `bytes=${String(part.bytes)}-`, 'if-range': version } : {};
  const response = await requestFile(address, { headers, signal, patience });
  const status = response.statusCode ?? 0;
  const range = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(response.headers['content-range'] ?? '');
  const total = range?.[2] === undefined || range[2] === '*' ? null : Number(range[2]);
  if (rest && status === 206 && Number(range?.[1]) === part.bytes) {
    return { body: bodyOf(response), start: part.bytes, total };
  }
  if (status === 200) {
    const length = response.headers['content-length'];
    return { body: bodyOf(response), start: 0, total: length === undefined ? null : Number(length) };
  }
  response.destroy();
  if (rest && status === 416 && total === part.bytes) {
    return null;
  }
  if (rest && (status === 416 || status === 206)) {
    return ask(address, { bytes: 0, version: null }, options);
  }
  throw new AppError('download-refused', { address: address.href, status });
}

/** Takes in what comes from now on; what is taken in later could be over before. */
function bodyOf(response: IncomingMessage): Body {
  const arrived = new PassThrough();
  const body: Body = { response, bytes: arrived, error: null };
  response.on('error', (error) => {
    body.error = error;
  });
  response.on('close', () => {
    arrived.end();
  });
  response.pipe(arrived);
  return body;
}

/** Writes what comes behind what is there, to a position that it returns; a broken connection is an end like another. */
async function receive(
  file: FileHandle,
  { body, start, total }: Answer,
  { progress, signal }: DownloadOptions,
): Promise<number> {
  let position = start;
  progress?.(position, total);
  for await (const chunk of body.bytes) {
    signal?.throwIfAborted();
    // At its own position, so that two programs that load the same file write the same bytes to the same place.
    await file.write(chunk, 0, chunk.length, position);
    position += chunk.length;
    progress?.(position, total);
  }
  signal?.throwIfAborted();
  return position;
}

async function readNote(path: string, address: URL): Promise<string | null> {
  try {
    const note = noteSchema.parse(JSON.parse(await readFile(notePath(path), 'utf8')));
    return note.address === address.href ? note.version : null;
  } catch {
    // Without a note nobody knows what the part belongs to: it is loaded again.
    return null;
  }
}

async function writeNote(path: string, address: URL, { headers }: IncomingMessage): Promise<void> {
  // A weak ETag stands for the meaning, not for the bytes.
  const tag = headers.etag?.startsWith('W/') === true ? undefined : headers.etag;
  const version = tag ?? headers['last-modified'];
  if (version === undefined) {
    await rm(notePath(path), { force: true });
  } else {
    await replaceFile(notePath(path), JSON.stringify({ format: 1, address: address.href, version }));
  }
}

function notePath(path: string): string {
  return `${path}.json`;
}

function interrupted(address: URL, received: number, total: number | null, error: Error | null): AppError {
  const reason = error?.message ?? 'the server ended it';
  const data = { address: address.href, received, total: total ?? received, reason };
  return new AppError('download-interrupted', data, error === null ? {} : { cause: error });
}
