import { describe, expect, it } from 'vitest';
import { longestLogText } from '../../../src-main/contract/log';
import { createLineCutter } from '../../../src-main/log/output';

function cut(...chunks: (Buffer | string)[]): string[] {
  const lines: string[] = [];
  const cutter = createLineCutter((line) => lines.push(line));
  chunks.forEach(cutter.take);
  cutter.end();
  return lines;
}

describe('the lines of a stream', () => {
  it('are the same however the bytes arrive', () => {
    const bytes = Buffer.from('one\r\ntwo 그림\n\nrest');
    const expected = ['one', 'two 그림', '', 'rest'];
    expect(cut(bytes)).toEqual(expected);
    expect(cut(...Array.from(bytes, (byte) => Buffer.from([byte])))).toEqual(expected);
  });

  it('are kept no longer than the log shows them, though they never end', () => {
    const lines = cut(...Array.from({ length: 1000 }, () => 'x'.repeat(10_000)), '\nnext\n');
    expect(lines.map((line) => line.length)).toEqual([longestLogText + 1, 4]);
  });
});
