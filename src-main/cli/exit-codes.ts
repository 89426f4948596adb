/** Exit codes of the command line, and which errors mean that it was called wrongly. */
import type { ErrorCode } from '../contract/errors';

export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  /** Stopped by a signal after the checkpoint was written; the shell's number for SIGINT. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

const usageErrors: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'command-unknown',
  'argument-missing',
  'argument-unexpected',
  'option-unknown',
  'option-value',
  'option-without-value',
  'option-missing',
  'config-file',
]);

/** 2 for an error that a different command line would have avoided, 1 for every other. */
export function exitCodeOf(code: ErrorCode): ExitCode {
  return usageErrors.has(code) ? exitCodes.usage : exitCodes.failed;
}
