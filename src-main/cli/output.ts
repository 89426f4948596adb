/** Where text goes: results to standard output, errors and the progress line to standard error. */
import { toErrorValue, type ErrorValue } from '../contract/errors';
import type { Language } from '../contract/messages/render';
import { logError } from '../log/log';
import { renderForTerminal } from './render-error';
import { fitColumns } from './width';

/** What is used of `process.stdout` and `process.stderr`. */
export interface OutputStream {
  write(text: string): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export interface Streams {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
}

export interface Output {
  readonly json: boolean;
  /** True where the progress line is redrawn in place. */
  readonly interactive: boolean;
  /** Room for the progress line; without limit where it is a line of its own. */
  columns(): number;
  /** A line of text for people; nothing with --json. */
  line(text: string): void;
  /** One JSON object as a line; nothing without --json. */
  record(value: object): void;
  /** A passing remark on standard error; nothing with --json. */
  notice(text: string): void;
  /** The progress line, redrawn in place on a terminal, else a line of its own; nothing with --json. */
  progress(text: string): void;
  /** Leaves the progress line standing; what follows goes below it. */
  endProgress(): void;
  /** What happened and what to do about it, on standard error; as a JSON object with --json. */
  error(error: unknown): ErrorValue;
}

const defaultColumns = 80;
const eraseLine = '\r\u001b[K';

export function createOutput(
  streams: Streams,
  options: { json: boolean; language: Language; term?: string | undefined },
): Output {
  const { stdout, stderr } = streams;
  const interactive = stderr.isTTY === true && options.term !== 'dumb' && !options.json;
  let shown = '';

  const erase = (): void => {
    if (shown !== '') {
      stderr.write(eraseLine);
    }
  };
  const above = (stream: OutputStream, text: string): void => {
    erase();
    stream.write(`${text}\n`);
    if (shown !== '') {
      stderr.write(shown);
    }
  };

  return {
    json: options.json,
    interactive,
    columns() {
      // The last column stays free: writing into it makes some terminals go to the next line.
      return interactive ? (stderr.columns ?? defaultColumns) - 1 : Infinity;
    },
    line(text) {
      if (!options.json) {
        above(stdout, text);
      }
    },
    record(value) {
      if (options.json) {
        stdout.write(`${JSON.stringify(value)}\n`);
      }
    },
    notice(text) {
      if (!options.json) {
        above(stderr, text);
      }
    },
    progress(text) {
      if (interactive) {
        erase();
        shown = fitColumns(text, this.columns());
        stderr.write(shown);
      } else if (!options.json && text !== '') {
        stderr.write(`${text}\n`);
      }
    },
    endProgress() {
      if (shown !== '') {
        stderr.write('\n');
        shown = '';
      }
    },
    error(error) {
      this.endProgress();
      const value = toErrorValue(error);
      logError('error', error);
      const message = renderForTerminal(value, options.language);
      stderr.write(`${options.json ? JSON.stringify({ type: 'error', code: value.code, message }) : message}\n`);
      return value;
    },
  };
}

/**
 * Keeps a closed pipe (`… | head`) from ending the process with a stack trace; later writes to it are lost.
 *
 * @returns a signal that is aborted once standard output is closed.
 */
export function watchStreams(streams: Streams): AbortSignal {
  const closed = new AbortController();
  streams.stdout.on('error', () => {
    closed.abort();
  });
  streams.stderr.on('error', () => undefined);
  return closed.signal;
}
