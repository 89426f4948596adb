/**
 * This process's log. Until `openLog` is called, as in tests and in processes whose parent writes for them, all of this
 * does nothing. Nothing here throws or prints.
 */
import { version } from '../../package.json';
import { toErrorValue } from '../contract/errors';
import { formatLogLine, type LogLevel, type ProcessRole } from '../contract/log';
import { withinBudget, type Say } from './budget';
import { openLogFile } from './file';
import { logPath } from './place';

/** Whose words a line has. */
export interface Speaker {
  readonly role: ProcessRole;
  readonly pid: number;
}

interface OpenedLog {
  readonly say: Say;
  readonly write: (level: LogLevel, text: string, speaker: Speaker) => void;
}

let opened: OpenedLog | null = null;

/** Opens the log for a process of this role; `path` and `largest` are for tests. */
export function openLog(role: ProcessRole, path = logPath(), largest?: number): void {
  const self = { role, pid: process.pid };
  const lossLine = (lost: number): string => lineOf('warn', `the disk refused ${String(lost)} lines`, self);
  const file = openLogFile({ path, lossLine, ...(largest !== undefined && { largest }) });
  const write: OpenedLog['write'] = (level, text, speaker) => {
    file.write(lineOf(level, text, speaker));
  };
  const say = withinBudget((level, text) => {
    write(level, text, self);
  });
  opened = { say, write };
}

/** Writes a line. */
export function log(level: LogLevel, text: string): void {
  opened?.say(level, text);
}

/** Writes down what another process says. It has a budget of its own, so that this one's words are not lost among its. */
export function sayFor(speaker: Speaker): Say {
  return withinBudget((level, text) => {
    opened?.write(level, text, speaker);
  });
}

/** Writes an error with its code, its stack and what caused it. @param what could not be done */
export function logError(what: string, error: unknown): void {
  log('error', `${what} (${toErrorValue(error).code}): ${describeError(error)}`);
}

/** Characters of an error and its stack: libraries print whole graphs. */
const longestError = 8_000;

function describeError(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  const own = (error.stack ?? error.message).slice(0, longestError);
  return error.cause === undefined ? own : `${own}\ncaused by ${describeError(error.cause)}`;
}

function lineOf(level: LogLevel, text: string, { role, pid }: Speaker): string {
  return formatLogLine({ time: new Date(), level, version, role, pid, text });
}
