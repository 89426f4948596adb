import { describe, expect, it } from 'vitest';
import type { Context } from '../../../src-main/cli/command';
import { messagesOf } from '../../../src-main/cli/messages/catalogue';
import { createOutput, type OutputStream } from '../../../src-main/cli/output';
import { makeTrainingReporter, reportTraining } from '../../../src-main/cli/training';
import type { StartEvent, TrainEvent } from '../../../src-main/contract/metrics';

function makeContext(json: boolean): { context: Context; text: () => string } {
  let written = '';
  const stream: OutputStream = {
    write: (text) => {
      written += text;
    },
    on: () => undefined,
  };
  const context: Context = {
    output: createOutput({ stdout: stream, stderr: stream }, { json, language: 'en' }),
    messages: messagesOf('en'),
    language: 'en',
    invocation: 'pix2pix-studio',
    outputClosed: new AbortController().signal,
    lackOfMemory: null,
  };
  return { context, text: () => written };
}

function stepEvent(step: number): TrainEvent {
  const losses = { gen_total_loss: 6, gen_gan_loss: 1, gen_l1_loss: 0.05, disc_loss: 1.4 };
  return { type: 'step', step, epoch: 1, ...losses, step_seconds: 1, data_wait_seconds: 0 };
}

const start: StartEvent = {
  type: 'start',
  device: 'AMD EPYC (2 cores)',
  run: 'runs/first',
  step: 0,
  total_steps: 30,
  steps_per_epoch: 30,
  batch: 1,
  size: 256,
  filters: 64,
  train_pairs: 30,
  test_pairs: 6,
  changes: [],
};

describe('a training told as text', () => {
  it('has a line at the first step, every ten seconds and at the last step, and one for each sample and checkpoint', () => {
    const { context, text } = makeContext(false);
    let seconds = 0;
    const report = makeTrainingReporter(context, () => seconds * 1000);
    report(start);
    for (let step = 1; step <= 30; step++) {
      seconds += 0.9;
      report(stepEvent(step));
    }
    report({ type: 'sample', step: 30, path: 'runs/first/samples/step-00000030', validation_l1: 0.21234 });
    report({ type: 'checkpoint', step: 30, path: 'runs/first/checkpoints/step-00000030' });
    report({ type: 'done', step: 30, complete: true });
    const lines = text().trimEnd().split('\n');
    expect(lines.filter((line) => line.startsWith('epoch')).map((line) => /step (\d+)/.exec(line)?.[1])).toEqual([
      '1',
      '13',
      '25',
      '30',
    ]);
    expect(lines[0]).toBe('Training on AMD EPYC (2 cores): 30 training pairs, 6 test pairs, 30 steps.');
    expect(lines.slice(-3)).toEqual([
      'Samples at step 30, L1 0.212: runs/first/samples/step-00000030',
      'Checkpoint at step 30: runs/first/checkpoints/step-00000030',
      'Done: 30 steps in runs/first, 0:27.',
    ]);
  });
});

describe('a training told as JSON', () => {
  it('is the events themselves, every one', () => {
    const { context, text } = makeContext(true);
    const events: TrainEvent[] = [start, stepEvent(1), stepEvent(2), { type: 'done', step: 2, complete: false }];
    const report = makeTrainingReporter(context, () => 0);
    events.forEach(report);
    expect(
      text()
        .trimEnd()
        .split('\n')
        .map((line): unknown => JSON.parse(line)),
    ).toEqual(events);
  });
});

describe('a training that was stopped', () => {
  it('ends with the command that goes on', () => {
    const { context, text } = makeContext(false);
    const report = makeTrainingReporter(context, () => 0);
    report({ ...start, run: 'my runs/first' });
    report({ type: 'done', step: 1234, complete: false });
    expect(text()).toMatch(/Stopped and saved at step 1,234\. To go on: pix2pix-studio resume 'my runs\/first'\n$/);
  });
});

describe('a warning during a training', () => {
  it('is told in the language of the terminal', () => {
    const { context, text } = makeContext(false);
    const error = { code: 'image-empty', data: { name: 'train/a.png' } } as const;
    const report = makeTrainingReporter({ ...context, messages: messagesOf('ko'), language: 'ko' }, () => 0);
    report({ type: 'warning', code: error.code, message: 'in English', error });
    expect(text()).toBe('주의: train/a.png은(는) 빈 파일(0바이트)입니다. 원본에서 다시 복사하세요.\n');
  });
});

describe('the end of a training', () => {
  it('is exit code 0 when complete and 130 when stopped', async () => {
    const { context } = makeContext(false);
    expect(await reportTraining(() => Promise.resolve({ type: 'done', step: 9, complete: true }), context)).toBe(0);
    expect(await reportTraining(() => Promise.resolve({ type: 'done', step: 4, complete: false }), context)).toBe(130);
  });

  it('stops the run at a signal, says so once, and gives the signal back', async () => {
    const { context, text } = makeContext(false);
    const before = process.listenerCount('SIGTERM');
    const code = await reportTraining(
      (_listener, stop) =>
        new Promise((resolve) => {
          stop.addEventListener('abort', () => {
            resolve({ type: 'done', step: 4, complete: false });
          });
          process.emit('SIGTERM', 'SIGTERM');
          process.emit('SIGINT', 'SIGINT');
        }),
      context,
    );
    expect(code).toBe(130);
    expect(text().split('\n').at(1)).toBe(
      'Stopping after this step, then saving. Ctrl-C again quits at once without saving.',
    );
    expect(text().match(/Stopping/g)).toHaveLength(1);
    expect(process.listenerCount('SIGTERM')).toBe(before);
  });

  it('stops the run when nobody reads the output any more', async () => {
    const { context } = makeContext(false);
    const closed = new AbortController();
    const code = await reportTraining(
      (_listener, stop) =>
        new Promise((resolve) => {
          stop.addEventListener('abort', () => {
            resolve({ type: 'done', step: 4, complete: false });
          });
          closed.abort();
        }),
      { ...context, outputClosed: closed.signal },
    );
    expect(code).toBe(130);
  });
});
