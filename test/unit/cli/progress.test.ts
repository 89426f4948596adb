import { describe, expect, it } from 'vitest';
import { messagesOf } from '../../../src-main/cli/messages/catalogue';
import {
  advanceProgress,
  imagesPerSecond,
  progressText,
  remainingSeconds,
  startProgress,
  type Progress,
} from '../../../src-main/cli/progress';
import type { StartEvent, StepMetrics } from '../../../src-main/contract/metrics';

const start: StartEvent = {
  type: 'start',
  device: 'AMD EPYC (2 cores)',
  run: 'runs/first',
  step: 0,
  total_steps: 36_000,
  steps_per_epoch: 240,
  batch: 2,
  size: 256,
  filters: 64,
  train_pairs: 480,
  test_pairs: 40,
  changes: [],
};

function stepEvent(step: number): StepMetrics {
  return {
    type: 'step',
    step,
    epoch: Math.ceil(step / start.steps_per_epoch),
    gen_total_loss: 6.2281,
    gen_gan_loss: 0.73112,
    gen_l1_loss: 0.054969,
    disc_loss: 1.20344,
    step_seconds: 0.4,
    data_wait_seconds: 0.1,
  };
}

/** Steps `first` to `last`, half a second each, after ten seconds of preparation. */
function progressAfter(first: number, last: number): { progress: Progress; now: number } {
  let progress = startProgress({ ...start, step: first - 1 }, 0);
  let now = 10_000;
  for (let step = first; step <= last; step++) {
    now += 500;
    progress = advanceProgress(progress, stepEvent(step), now);
  }
  return { progress, now };
}

describe('the progress line', () => {
  it('is empty before the first step', () => {
    expect(progressText(startProgress(start, 0), 5000, messagesOf('en'))).toBe('');
  });

  it('tells epoch, step, the four losses, speed, elapsed and remaining time', () => {
    const { progress, now } = progressAfter(1, 512);
    expect(progressText(progress, now, messagesOf('en'))).toBe(
      'epoch 3/150  step 512/36,000  gen 6.228  gan 0.731  l1 0.0550  disc 1.203  4.0 images/s  4:26 elapsed  4 h 56 min remaining',
    );
  });

  it('tells the same in Korean', () => {
    const { progress, now } = progressAfter(1, 512);
    expect(progressText(progress, now, messagesOf('ko'))).toBe(
      '에포크 3/150  스텝 512/36,000  gen 6.228  gan 0.731  l1 0.0550  disc 1.203  초당 4.0장  경과 4:26  남은 시간 4시간 56분',
    );
  });

  it('leaves out what matters least on a narrow terminal', () => {
    const { progress, now } = progressAfter(1, 512);
    expect(progressText(progress, now, messagesOf('en'), 100)).toBe(
      'epoch 3/150  step 512/36,000  gen 6.228  l1 0.0550  disc 1.203  4.0 images/s  4 h 56 min remaining',
    );
    expect(progressText(progress, now, messagesOf('en'), 79)).toBe(
      'step 512/36,000  l1 0.0550  disc 1.203  4.0 images/s  4 h 56 min remaining',
    );
    expect(progressText(progress, now, messagesOf('en'), 5)).toBe('step 512/36,000');
  });

  it('counts the epochs of a run whose batch does not divide the pairs', () => {
    // Five pairs in batches of two, three epochs: eight steps, the last in epoch 3.
    const uneven = startProgress({ ...start, steps_per_epoch: 2.5, total_steps: 8 }, 0);
    const text = progressText(advanceProgress(uneven, { ...stepEvent(8), epoch: 3 }, 1), 1, messagesOf('en'));
    expect(text).toMatch(/^epoch 3\/3 {2}step 8\/8 /);
  });

  it('waits for 50 steps of this session before it estimates the time left', () => {
    expect(remainingSeconds(progressAfter(1, 50).progress)).toBeNull();
    expect(remainingSeconds(progressAfter(1, 51).progress)).toBeCloseTo((36_000 - 51) / 2);
    expect(remainingSeconds(progressAfter(20_001, 20_050).progress)).toBeNull();
    expect(remainingSeconds(progressAfter(20_001, 20_051).progress)).toBeCloseTo((36_000 - 20_051) / 2);
  });

  it('has no speed before the second step, and counts only the newest steps', () => {
    expect(imagesPerSecond(progressAfter(1, 1).progress)).toBeNull();
    const { progress, now } = progressAfter(1, 200);
    let slower = progress;
    for (let step = 201; step <= 251; step++) {
      slower = advanceProgress(slower, stepEvent(step), now + (step - 200) * 2000);
    }
    expect(imagesPerSecond(slower)).toBeCloseTo(1);
  });

  it('has nothing left at the last step', () => {
    expect(remainingSeconds(progressAfter(35_900, 36_000).progress)).toBe(0);
  });
});
