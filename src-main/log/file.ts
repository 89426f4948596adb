/**
 * The log file, by electron-log. Each line is appended by one call to a file that is opened for it, so that several
 * processes write whole lines, a crash loses none, and a file that another process put aside is left alone.
 *
 * Nothing here throws, and nothing is printed: a disk that refuses costs lines of the log and nothing else.
 */
import {
  appendFileSync,
  closeSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import electronLog from 'electron-log/node';
import { productName } from '../../package.json';
import { logFileBytes, logFilesKept, oldLogFileName } from '../contract/log';

/** Age in milliseconds at which a rotation's mark is that of a process that died over it. */
const abandonedAfter = 10_000;
/** Only the person who runs the program reads the log: it has paths. */
const fileMode = 0o600;

export interface LogFile {
  /** Appends a line. */
  readonly write: (line: string) => void;
}

export interface LogFileOptions {
  /** Of the file; it and its folder are made when they are needed. */
  readonly path: string;
  /** The line that tells how many could not be written, once others can. */
  readonly lossLine: (lost: number) => string;
  /** Bytes at which it is put aside; when several processes write, each counts only its own part until then. */
  readonly largest?: number;
  /** Milliseconds without a try after the disk has refused: a disk that does not answer must cost no time either. */
  readonly retryAfter?: number;
}

/** A log file; one a process. */
export function openLogFile({ path, lossLine, largest = logFileBytes, retryAfter = 10_000 }: LogFileOptions): LogFile {
  let refusedAt = -Infinity;
  let lost = 0;
  let isPrepared = false;
  let isSetUp = false;

  /** electron-log gives a file up for good that it cannot make at first; so it is asked only when that will work. */
  function prepare(): void {
    mkdirSync(dirname(path), { recursive: true });
    appendFileSync(path, isTorn(path) ? '\n' : '', { mode: fileMode });
    if (!isSetUp) {
      setUp(path, largest);
      electronLog.transports.file.getFile().on('error', () => {
        isPrepared = false;
      });
      isSetUp = true;
    }
    isPrepared = true;
  }

  function append(line: string): boolean {
    try {
      if (!isPrepared) {
        prepare();
      }
      electronLog.info(line);
    } catch {
      isPrepared = false;
    }
    if (!isPrepared) {
      refusedAt = performance.now();
    }
    return isPrepared;
  }

  return {
    write(line) {
      if (performance.now() - refusedAt < retryAfter || !append(line)) {
        lost += 1;
      } else if (lost > 0) {
        const told = lost;
        lost = append(lossLine(told)) ? 0 : told;
      }
    },
  };
}

/** Whether the file ends within a line: a disk that was full, or a power cut, took the rest. */
function isTorn(path: string): boolean {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size === 0) {
    return false;
  }
  const last = Buffer.alloc(1);
  const file = openSync(path, 'r');
  try {
    readSync(file, last, 0, 1, size - 1);
  } finally {
    closeSync(file);
  }
  return last.toString() !== '\n';
}

/** The library's one logger, for lines that are finished. */
function setUp(path: string, largest: number): void {
  const { console, file, remote } = electronLog.transports;
  console.level = false;
  remote.level = false;
  // The library tells its own troubles by this, whatever the level.
  console.writeFn = () => undefined;
  file.setAppName(productName);
  file.resolvePathFn = () => path;
  file.writeOptions = { flag: 'a', mode: fileMode, encoding: 'utf8' };
  file.transforms = [({ data }) => data.join(' ')];
  file.maxSize = largest;
  file.archiveLogFn = () => {
    putAside(path, largest);
  };
}

/** Renames the file and its forerunners, unless another process has done or is doing that; then all stays as it is. */
function putAside(path: string, largest: number): void {
  const mark = `${path}.rotating`;
  try {
    dropAbandoned(mark);
    mkdirSync(mark);
  } catch {
    return;
  }
  try {
    if (statSync(path).size > largest) {
      for (let age = logFilesKept - 1; age >= 1; age -= 1) {
        const newer = age === 1 ? path : join(dirname(path), oldLogFileName(age - 1));
        renameIfThere(newer, join(dirname(path), oldLogFileName(age)));
      }
    }
  } catch {
    // The file grows on until the disk allows it.
  } finally {
    rmSync(mark, { recursive: true, force: true });
  }
}

function dropAbandoned(mark: string): void {
  const status = statSync(mark, { throwIfNoEntry: false });
  if (status !== undefined && Date.now() - status.mtimeMs > abandonedAfter) {
    rmdirSync(mark);
  }
}

function renameIfThere(from: string, to: string): void {
  if (statSync(from, { throwIfNoEntry: false }) !== undefined) {
    renameSync(from, to);
  }
}
