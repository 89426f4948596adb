import { describe, expect, it } from 'vitest';
import { presets } from '../../../../src-main/contract/config';
import type { StartEvent, StepMetrics } from '../../../../src-main/contract/metrics';
import type { RunSummary } from '../../../../src-main/contract/routes';
import {
  afterEvent,
  afterTrainerStopped,
  elapsedSeconds,
  fractionDone,
  idleProgress,
  progressOf,
  imagesPerSecond,
  remainingSeconds,
  totalEpochs,
  type RunProgress,
} from '../../../../src-renderer/logic/run-progress';

const start: StartEvent = {
  type: 'start',
  device: 'AMD EPYC',
  run: '/runs/pairs-1',
  step: 0,
  total_steps: 400,
  steps_per_epoch: 100,
  batch: 2,
  size: 256,
  filters: 64,
  train_pairs: 200,
  test_pairs: 40,
  changes: [],
};

function step(number: number): StepMetrics {
  const losses = { gen_total_loss: 50, gen_gan_loss: 0.7, gen_l1_loss: 0.5, disc_loss: 1.4 };
  const epoch = Math.floor((number - 1) / 100) + 1;
  return { type: 'step', step: number, epoch, ...losses, step_seconds: 0.1, data_wait_seconds: 0 };
}

/** Steps `from` to `to`, one every `milliseconds` beginning at `at`. */
function train(progress: RunProgress, from: number, to: number, at: number, milliseconds: number): RunProgress {
  let current = progress;
  for (let number = from; number <= to; number += 1) {
    current = afterEvent(current, step(number), at + (number - from + 1) * milliseconds);
  }
  return current;
}

const started = afterEvent({ ...idleProgress, phase: 'starting' }, start, 1000);

describe('a run from start to end', () => {
  it('begins empty, whatever was there before', () => {
    const again = afterEvent({ ...train(started, 1, 60, 1000, 100), checkpointStep: 60, phase: 'ended' }, start, 9000);
    expect(again).toEqual({ ...started, startedAt: 9000, now: 9000, marks: again.marks });
    expect(again.latest).toBeNull();
  });

  it('that is resumed has the checkpoint that it goes on from', () => {
    expect(afterEvent(idleProgress, { ...start, step: 60 }, 1000).checkpointStep).toBe(60);
    expect(started.checkpointStep).toBeNull();
  });

  it('keeps the newest step, sample, checkpoint', () => {
    let progress = train(started, 1, 3, 1000, 100);
    progress = afterEvent(progress, { type: 'sample', step: 3, path: '/s', validation_l1: 0.25 }, 1400);
    progress = afterEvent(progress, { type: 'checkpoint', step: 3, path: '/c' }, 1500);
    expect(progress).toMatchObject({ phase: 'training', validationL1: 0.25, checkpointStep: 3, now: 1500 });
    expect(progress.latest?.step).toBe(3);
    expect(fractionDone(progress)).toBe(3 / 400);
    expect(totalEpochs(progress)).toBe(4);
    expect(elapsedSeconds(progress)).toBe(0.5);
  });

  it('says whether the end was the configured one', () => {
    expect(afterEvent(started, { type: 'done', step: 9, complete: false }, 2)).toMatchObject({
      phase: 'ended',
      complete: false,
    });
    expect(afterEvent(started, { type: 'done', step: 400, complete: true }, 2).complete).toBe(true);
  });

  it('keeps everything but the phase when it fails', () => {
    const before = train(started, 1, 60, 1000, 100);
    const error = { code: 'disk-full', data: { path: '/runs' } } as const;
    const after = afterEvent(before, { type: 'failed', error }, 7000);
    expect(after).toEqual({ ...before, phase: 'failed', problem: error, now: 7000 });
  });

  it('keeps a warning in view, and a pause until the training goes on', () => {
    const error = { code: 'disk-full', data: { path: '/runs' } } as const;
    const warning = { code: 'disk-full', message: '', error } as const;
    expect(afterEvent(started, { type: 'warning', ...warning }, 2000)).toMatchObject({
      phase: 'training',
      notice: error,
    });
    const paused = afterEvent(started, { type: 'paused', step: 3, ...warning }, 2000);
    expect(paused).toMatchObject({ phase: 'training', notice: error });
    expect(afterEvent(paused, { type: 'continued', step: 3 }, 3000).notice).toBeNull();
  });

  it('stands still while a person pauses it: no time passes, and the pace is that of before', () => {
    const before = train(started, 1, 100, 1000, 100);
    const held = afterEvent(before, { type: 'held', step: 100 }, 11_100);
    const sampled = afterEvent(held, { type: 'sample', step: 100, path: '', validation_l1: 0.1 }, 30_000);
    expect(elapsedSeconds(sampled)).toBeCloseTo(10.1);
    expect(imagesPerSecond(sampled)).toBeCloseTo(imagesPerSecond(held) ?? 0);
    const released = afterEvent(sampled, { type: 'released', step: 100 }, 71_100);
    expect(released.heldAt).toBeNull();
    expect(elapsedSeconds(released)).toBeCloseTo(10.1);
    const on = train(released, 101, 200, 71_100, 100);
    expect(imagesPerSecond(on)).toBeCloseTo(20, 0);
    expect(elapsedSeconds(on)).toBeCloseTo(20.1);
  });

  it('is as long as a change of the epochs makes it', () => {
    const change = { step: 1, field: 'epochs', from: 4, to: 6, total_steps: 600 } as const;
    expect(totalEpochs(afterEvent(started, { type: 'change', ...change }, 2000))).toBe(6);
  });

  it('fails when the trainer stops, but only while there is a run', () => {
    const error = { code: 'trainer-stopped', data: { reason: 'killed', step: 0 } } as const;
    expect(afterTrainerStopped(started, error)).toMatchObject({ phase: 'failed', problem: error });
    expect(afterTrainerStopped({ ...started, phase: 'stopping' }, error).phase).toBe('failed');
    expect(afterTrainerStopped(idleProgress, error)).toBe(idleProgress);
    const ended: RunProgress = { ...started, phase: 'ended' };
    expect(afterTrainerStopped(ended, error)).toBe(ended);
  });
});

describe('pace', () => {
  it('counts images, not steps', () => {
    expect(imagesPerSecond(started)).toBeNull();
    expect(imagesPerSecond(train(started, 1, 10, 1000, 100))).toBeCloseTo(20);
  });

  it('follows a change of pace within 20 seconds', () => {
    const fast = train(started, 1, 200, 1000, 100);
    const slow = train(fast, 201, 240, 21_000, 1000);
    expect(imagesPerSecond(slow)).toBeCloseTo(2);
  });

  it('does not guess the remaining time in the first 50 steps', () => {
    expect(remainingSeconds(train(started, 1, 49, 1000, 100))).toBeNull();
    expect(remainingSeconds(train(started, 1, 50, 1000, 100))).toBeCloseTo(35);
    expect(remainingSeconds(train(started, 1, 400, 1000, 100))).toBe(0);
  });
});

describe('a run that a window takes up again', () => {
  it('goes on from its newest step, with the time that it has been training', () => {
    const underWay = { type: 'under-way', start, milliseconds: 5000, held: false, recent: [step(7), step(8)] } as const;
    const progress = afterEvent(idleProgress, underWay, 60_000);
    expect(progress).toMatchObject({ phase: 'training', latest: step(8), heldAt: null });
    expect(elapsedSeconds(progress)).toBe(5);
    expect(elapsedSeconds(afterEvent(idleProgress, { ...underWay, held: true }, 60_000))).toBe(5);
  });
});

describe('a run from the list', () => {
  const summary: RunSummary = {
    name: 'pairs-1',
    title: 'pairs-1',
    folder: '/runs/pairs-1',
    state: 'stopped',
    problem: null,
    config: { ...presets.quick, batch: 2 },
    dataset: '/pairs',
    trainPairs: 200,
    totalSteps: 400,
    checkpointStep: 60,
    latest: null,
    samples: null,
    changedAt: 0,
  };

  it('stands where its log and its checkpoint say', () => {
    const progress = progressOf(summary, step(75));
    expect(progress).toMatchObject({ phase: 'ended', complete: false, checkpointStep: 60, latest: step(75) });
    expect([fractionDone(progress), totalEpochs(progress)]).toEqual([75 / 400, 4]);
    expect(progressOf({ ...summary, state: 'finished' }, null).complete).toBe(true);
  });
});
