/**
 * Unpacks a dataset's archive. Every file is written by this code, as a new file below the folder, from a path of plain
 * names: nothing in an archive can lead elsewhere, because links, devices and paths that climb are refused and none of
 * them is ever made.
 */
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { mkdir, open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { Parser, type ReadEntry } from 'tar';
import { AppError, isAppError, systemCode } from '../../contract/errors';

/** Pictures are packed already: an archive of them hardly grows, and one that grows beyond this is a trap. */
const mostGrowth = 8;
const smallestAllowance = 64 * 2 ** 20;
const mostEntries = 1_000_000;
const fileTypes: readonly string[] = ['File', 'OldFile', 'ContiguousFile'];
const gzipMark = [0x1f, 0x8b];

export interface ExtractOptions {
  /** Told after each file. */
  readonly progress?: (files: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Writes the files of a .tar.gz archive, all of which lie in one folder `name`, into an existing empty folder. Hidden
 * files are left out.
 *
 * @returns how many files lie in each folder below `name`; "" stands for that folder itself.
 * @throws AppError `archive-damaged` for one that is not whole or holds something else, `archive-unsafe` for one that
 *   tries to write elsewhere or to fill the disk; what the file system throws; the reason of an aborted signal.
 */
export async function extractArchive(
  archive: string,
  name: string,
  folder: string,
  options: ExtractOptions = {},
): Promise<Readonly<Record<string, number>>> {
  const { size } = await stat(archive);
  const allowance = Math.max(size * mostGrowth, smallestAllowance);
  const counts: Record<string, number> = {};
  const failed = new AbortController();
  let failure: unknown = null;
  /** One entry after the other: a file without contents is over before it is written. */
  let written: Promise<unknown> = Promise.resolve();
  const now: { entry: ReadEntry | null } = { entry: null };
  let [entries, files, bytes] = [0, 0, 0];
  const fail = (error: unknown): void => {
    failure ??= error;
    failed.abort();
  };

  const parser = new Parser({ strict: true });
  parser.on('error', fail);
  parser.on('entry', (entry: ReadEntry) => {
    written = written
      .then(() => writeEntry(entry))
      .catch(fail)
      .finally(() => {
        entry.resume();
      });
  });

  async function writeEntry(entry: ReadEntry): Promise<void> {
    failed.signal.throwIfAborted();
    now.entry = entry;
    entries += 1;
    bytes += entry.size;
    if (entries > mostEntries || bytes > allowance) {
      throw new AppError('archive-unsafe', { name, entry: entry.path, reason: 'size' });
    }
    const parts = safeParts(entry, name);
    const path = join(folder, ...parts);
    if (entry.type === 'Directory') {
      await mkdir(path, { recursive: true });
      return;
    }
    if (parts.length === 0 || parts.some((part) => part.startsWith('.'))) {
      return;
    }
    await mkdir(join(path, '..'), { recursive: true });
    // "wx" makes a new file or fails: it follows no link and writes into nothing that is there.
    const file = await open(path, 'wx', 0o644);
    try {
      for await (const chunk of entry) {
        await file.write(chunk);
      }
    } finally {
      await file.close();
    }
    files += 1;
    const directory = parts.slice(0, -1).join('/');
    counts[directory] = (counts[directory] ?? 0) + 1;
    options.progress?.(files);
  }

  const source = createReadStream(archive);
  const unpacked = createGunzip();
  try {
    source.on('error', (error) => unpacked.destroy(error));
    const ended = once(parser, 'end', { signal: failed.signal });
    ended.catch(() => undefined);
    let unpackedBytes = 0;
    const blocks: AsyncIterable<Uint8Array> = source.pipe(unpacked);
    for await (const block of blocks) {
      options.signal?.throwIfAborted();
      if (unpackedBytes === 0 && gzipMark.every((value, index) => block[index] === value)) {
        throw new AppError('archive-damaged', { name, reason: 'it is packed twice' });
      }
      unpackedBytes += block.length;
      if (unpackedBytes > 2 * allowance) {
        throw new AppError('archive-unsafe', { name, entry: '', reason: 'size' });
      }
      const isReady = parser.write(block);
      failed.signal.throwIfAborted();
      if (!isReady) {
        await once(parser, 'drain', { signal: failed.signal });
      }
    }
    parser.end();
    await ended;
    await written;
    failed.signal.throwIfAborted();
  } catch (error) {
    fail(error);
    // A file that is being written waits for bytes that will not come.
    now.entry?.end();
    await written;
    throw explain(failure, name, options.signal);
  } finally {
    source.destroy();
    unpacked.destroy();
  }
  return counts;
}

/** The entry's path below `name` as plain names; none for that folder itself. */
function safeParts(entry: ReadEntry, name: string): readonly string[] {
  const unsafe = (reason: 'path' | 'link'): AppError =>
    new AppError('archive-unsafe', { name, entry: entry.path, reason });
  if (entry.type !== 'Directory' && !fileTypes.includes(entry.type)) {
    throw unsafe('link');
  }
  const path = entry.path.replace(/^(?:\.\/)+/, '').replace(/\/+$/, '');
  const parts = path.split('/');
  if (path === '' || path === '.') {
    return [];
  }
  if (!parts.every(isPlainName)) {
    throw unsafe('path');
  }
  if (parts[0] !== name) {
    throw new AppError('archive-damaged', { name, reason: `${entry.path} does not lie in the folder ${name}` });
  }
  return parts.slice(1);
}

/** A name that is one, on every system: no climbing, no drive, no stream, no control characters. */
function isPlainName(part: string): boolean {
  const isShort = part.length > 0 && part.length <= 255;
  return isShort && !/[\\:<>"|?*]|[. ]$/.test(part) && Array.from(part).every((character) => character >= ' ');
}

function explain(error: unknown, name: string, signal: AbortSignal | undefined): unknown {
  const code = systemCode(error) ?? '';
  const isOfDisk = isAppError(error) || (/^E[A-Z]+$/.test(code) && code !== 'EEXIST');
  if (isOfDisk || signal?.aborted === true) {
    return error;
  }
  const reason = code === 'EEXIST' ? 'a file lies in it twice' : error instanceof Error ? error.message : String(error);
  return new AppError('archive-damaged', { name, reason }, { cause: error });
}
