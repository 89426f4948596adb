/**
 * The log's contract: the file's name and limits, and the form of a line. Every process of ours writes to one file:
 *
 *     2026-11-30T08:54:01.123Z error 0.1.0 training[4242] request train failed (disk-full): AppError: …\n    at …
 *
 * that is time, level, version, process and pid, and a text, on exactly one line.
 */
import { oneLine } from './one-line';

export const logFileName = 'pix2pix-studio.log';
/** Bytes after which a file is put aside and a new one begun. */
export const logFileBytes = 5 * 2 ** 20;
/** Files that are kept, with the one that is written to. */
export const logFilesKept = 5;
/** Characters of a text; what is longer is cut. */
export const longestLogText = 4096;

/** What a process is there for. `window` is the page's process; `cli` the command line's. */
export const processRoles = [
  'app',
  'window',
  'trainer',
  'reader',
  'calibration',
  'training',
  'generator',
  'exporter',
  'decoder',
  'cli',
] as const;
export type ProcessRole = (typeof processRoles)[number];

export const logLevels = ['info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

export interface LogEntry {
  readonly time: Date;
  readonly level: LogLevel;
  readonly version: string;
  readonly role: ProcessRole;
  /** Zero where it is not known. */
  readonly pid: number;
  readonly text: string;
}

/** The entry as one line, without its end; control characters are shown as escapes, and a long text is cut. */
export function formatLogLine({ time, level, version, role, pid, text }: LogEntry): string {
  const cut = text.length - longestLogText;
  const shown = cut > 0 ? `${text.slice(0, longestLogText)}… (${String(cut)} more characters)` : text;
  return `${time.toISOString()} ${level} ${version} ${processName(role, pid)} ${oneLine(shown)}`;
}

/** "decoder[4242]" */
export function processName(role: ProcessRole, pid: number | undefined): string {
  return `${role}[${String(pid ?? 0)}]`;
}

/** Name of a file that was put aside; 1 is the newest of them. */
export function oldLogFileName(age: number): string {
  return logFileName.replace(/\.log$/, `.${String(age)}.log`);
}
