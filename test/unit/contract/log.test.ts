import { describe, expect, it } from 'vitest';
import { formatLogLine, longestLogText, oldLogFileName, type LogEntry } from '../../../src-main/contract/log';

const entry: LogEntry = {
  time: new Date(Date.UTC(2026, 10, 30, 8, 54, 1, 123)),
  level: 'warn',
  version: '0.1.0',
  role: 'training',
  pid: 4242,
  text: 'stderr: hello',
};

describe('a line of the log', () => {
  it('has time, level, version, process, pid and text', () => {
    expect(formatLogLine(entry)).toBe('2026-11-30T08:54:01.123Z warn 0.1.0 training[4242] stderr: hello');
  });

  it('is one line, whatever is said, and steers no terminal', () => {
    const line = formatLogLine({ ...entry, text: 'a\nb\r\u001b[2J\u0085\u2028c' });
    expect(line).toMatch(/ a\\nb\\u000d\\u001b\[2J\\u0085\\u2028c$/);
  });

  it('is cut where it is too long, and says by how much', () => {
    const line = formatLogLine({ ...entry, text: 'x'.repeat(longestLogText + 7) });
    expect(line).toMatch(/x… \(7 more characters\)$/);
    expect(line.length).toBeLessThan(longestLogText + 100);
  });
});

it('files that were put aside have numbers', () => {
  expect(oldLogFileName(2)).toBe('pix2pix-studio.2.log');
});
