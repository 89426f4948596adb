/** What a child writes to its standard output and error, carried into the log line by line. */
import { StringDecoder } from 'node:string_decoder';
import { longestLogText } from '../contract/log';
import { sayFor, type Speaker } from './log';

/** What is kept of a line: enough for the log to say that it was cut. */
const longestKept = longestLogText + 1;

/**
 * Reads both streams to their end. A child that writes without end is read on, so that it never waits, but little of it
 * is logged.
 */
export function carryOutput(
  speaker: Speaker,
  stdout: NodeJS.ReadableStream | null,
  stderr: NodeJS.ReadableStream | null,
): void {
  const say = sayFor(speaker);
  carry(stdout, (line) => {
    say('info', `stdout: ${line}`);
  });
  carry(stderr, (line) => {
    say('warn', `stderr: ${line}`);
  });
}

function carry(stream: NodeJS.ReadableStream | null, say: (line: string) => void): void {
  const lines = createLineCutter((line) => {
    if (line.trim() !== '') {
      say(line);
    }
  });
  stream?.on('data', lines.take);
  stream?.once('end', lines.end);
  // It ends with the child, whose end is told by others.
  stream?.on('error', () => undefined);
}

export interface LineCutter {
  readonly take: (chunk: Buffer | string) => void;
  /** The rest is a line too. */
  readonly end: () => void;
}

/** Cuts bytes into lines without their ends; of a long line no more is kept than the log would show. */
export function createLineCutter(line: (text: string) => void): LineCutter {
  const decoder = new StringDecoder('utf8');
  let begun = '';

  function add(text: string): void {
    const parts = text.split('\n');
    const last = parts.pop() ?? '';
    for (const part of parts) {
      line(keep(part).replace(/\r$/, ''));
      begun = '';
    }
    begun = keep(last);
  }

  function keep(part: string): string {
    return begun.length >= longestKept ? begun : (begun + part).slice(0, longestKept);
  }

  return {
    take(chunk) {
      add(typeof chunk === 'string' ? chunk : decoder.write(chunk));
    },
    end() {
      add(decoder.end());
      if (begun !== '') {
        line(begun);
        begun = '';
      }
    },
  };
}
