/** The lives of child processes: start, output and end, each with type, pid and reason. */
import type { ChildProcess } from 'node:child_process';
import { processName, type ProcessRole } from '../contract/log';
import { log } from './log';
import { carryOutput } from './output';

/** Follows a child of Node from its start on. @param dismissal why this process ended it, or null if it did not */
export function followChild(role: ProcessRole, child: ChildProcess, dismissal: () => string | null): void {
  const { pid = 0 } = child;
  if (pid > 0) {
    childStarted(role, pid);
  }
  carryOutput({ role, pid }, child.stdout, child.stderr);
  child.once('exit', (code, signal) => {
    childEnded(role, pid, { how: signal ?? `code ${String(code)}`, isExpected: code === 0, dismissal: dismissal() });
  });
  child.on('error', (error) => {
    log('error', `${processName(role, pid)}: ${error.message}`);
  });
}

export function childStarted(role: ProcessRole, pid: number): void {
  log('info', `started ${processName(role, pid)}`);
}

export interface ChildEnd {
  /** Signal or code. */
  readonly how: string;
  readonly isExpected: boolean;
  /** Why it was ended by this process. */
  readonly dismissal: string | null;
}

export function childEnded(role: ProcessRole, pid: number, { how, isExpected, dismissal }: ChildEnd): void {
  const isNews = !isExpected && dismissal === null;
  log(
    isNews ? 'error' : 'info',
    `${processName(role, pid)} ended: ${how}${dismissal === null ? '' : ` (${dismissal})`}`,
  );
}
