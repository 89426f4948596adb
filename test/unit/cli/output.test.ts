import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { createOutput, watchStreams, type OutputStream } from '../../../src-main/cli/output';
import { AppError } from '../../../src-main/contract/errors';

/** Both streams into one text, as a terminal shows them. */
function makeTerminal(terminal: { isTTY: boolean; columns: number }): {
  stream: OutputStream;
  text: () => string;
} {
  let written = '';
  const stream: OutputStream = {
    ...terminal,
    write: (text) => {
      written += text;
    },
    on: () => undefined,
  };
  return { stream, text: () => written };
}

describe('output on a terminal', () => {
  it('redraws the progress line in place and keeps other lines above it', () => {
    const { stream, text } = makeTerminal({ isTTY: true, columns: 40 });
    const output = createOutput({ stdout: stream, stderr: stream }, { json: false, language: 'en' });
    output.progress('step 1');
    output.progress('step 2');
    output.line('Checkpoint');
    output.endProgress();
    output.line('Done');
    const erase = '\r\u001b[K';
    expect(text()).toBe(`step 1${erase}step 2${erase}Checkpoint\nstep 2\nDone\n`);
  });

  it('cuts the progress line before the last column', () => {
    const { stream, text } = makeTerminal({ isTTY: true, columns: 7 });
    createOutput({ stdout: stream, stderr: stream }, { json: false, language: 'en' }).progress('step 12345');
    expect(text()).toBe('step 1');
  });

  it('writes lines of their own where nothing can be redrawn', () => {
    for (const options of [
      { isTTY: false, term: 'xterm' },
      { isTTY: true, term: 'dumb' },
    ]) {
      const { stream, text } = makeTerminal({ isTTY: options.isTTY, columns: 5 });
      const output = createOutput(
        { stdout: stream, stderr: stream },
        { json: false, language: 'en', term: options.term },
      );
      output.progress('step 12345');
      output.progress('');
      output.progress('step 12346');
      expect(text()).toBe('step 12345\nstep 12346\n');
    }
  });
});

describe('output as JSON', () => {
  it('has records on standard output and only errors on standard error', () => {
    const stdout = makeTerminal({ isTTY: true, columns: 80 });
    const stderr = makeTerminal({ isTTY: true, columns: 80 });
    const output = createOutput({ stdout: stdout.stream, stderr: stderr.stream }, { json: true, language: 'en' });
    output.line('text');
    output.notice('remark');
    output.progress('step 1');
    output.record({ type: 'checkpoint', step: 3, path: 'a\nb' });
    output.error(new AppError('dataset-missing', { path: 'pairs' }));
    expect(stdout.text()).toBe('{"type":"checkpoint","step":3,"path":"a\\nb"}\n');
    expect(JSON.parse(stderr.text())).toMatchObject({ type: 'error', code: 'dataset-missing' });
  });

  it('has no records without --json', () => {
    const { stream, text } = makeTerminal({ isTTY: false, columns: 80 });
    createOutput({ stdout: stream, stderr: stream }, { json: false, language: 'en' }).record({ type: 'done' });
    expect(text()).toBe('');
  });
});

describe('a closed pipe', () => {
  it('is noticed and not thrown', () => {
    const stdout = Object.assign(new EventEmitter(), { write: () => true });
    const stderr = Object.assign(new EventEmitter(), { write: () => true });
    const closed = watchStreams({ stdout, stderr });
    stderr.emit('error', new Error('write EPIPE'));
    expect(closed.aborted).toBe(false);
    stdout.emit('error', new Error('write EPIPE'));
    expect(closed.aborted).toBe(true);
  });
});
