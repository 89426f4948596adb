import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { shellWord } from '../../../src-main/cli/shell-word';

describe('a word of a command', () => {
  it.each([
    'runs/first',
    'runs/내 그림',
    'runs/my first',
    'runs/try [1]',
    'runs/$HOME',
    "runs/it's",
    'a"b',
    'a\\b',
    'a;b',
    '!!',
    '*',
    'a\nb',
    '',
  ])('is read by a shell as it was meant: %j', (text) => {
    expect(execFileSync('sh', ['-c', `printf %s ${shellWord(text, 'linux')}`], { encoding: 'utf8' })).toBe(text);
  });

  it('has no quotes where none are needed', () => {
    expect(shellWord('runs/first-2_a.b', 'linux')).toBe('runs/first-2_a.b');
    expect(shellWord('runs/얼굴', 'linux')).toBe('runs/얼굴');
    expect(shellWord('C:\\runs\\first', 'win32')).toBe('C:\\runs\\first');
  });

  it('has the double quotes of Windows there', () => {
    expect(shellWord('C:\\my runs\\first', 'win32')).toBe('"C:\\my runs\\first"');
  });
});
