/** The progress of a run as one line of text. Pure: the clock is an argument, in milliseconds. */
import { lossNames, type LossName, type StartEvent, type StepMetrics } from '../contract/metrics';
import type { Messages } from './messages/catalogue';
import { durationParts, formatCount, formatLoss, formatRate } from './numbers';

/** When a step was done. */
interface Mark {
  readonly step: number;
  readonly at: number;
}

export interface Progress {
  readonly startedAt: number;
  readonly totalSteps: number;
  readonly stepsPerEpoch: number;
  readonly batch: number;
  /** The newest steps, for the rate; the oldest first. */
  readonly recent: readonly Mark[];
  /** The first step of this session: what came before it is preparation, which says nothing about the time left. */
  readonly first: Mark | null;
  readonly newest: StepMetrics | null;
}

const rateWindow = 50;

/** Steps after which the time left is known well enough to be shown. */
export const stepsBeforeEstimate = 50;

const lossLabels: Readonly<Record<LossName, string>> = {
  gen_total_loss: 'gen',
  gen_gan_loss: 'gan',
  gen_l1_loss: 'l1',
  disc_loss: 'disc',
};

export function startProgress(event: StartEvent, now: number): Progress {
  return {
    startedAt: now,
    totalSteps: event.total_steps,
    stepsPerEpoch: event.steps_per_epoch,
    batch: event.batch,
    recent: [],
    first: null,
    newest: null,
  };
}

export function advanceProgress(progress: Progress, event: StepMetrics, now: number): Progress {
  const mark = { step: event.step, at: now };
  return {
    ...progress,
    recent: [...progress.recent.slice(-rateWindow), mark],
    first: progress.first ?? mark,
    newest: event,
  };
}

/** Images per second over the newest steps, or null before the second step. */
export function imagesPerSecond(progress: Progress): number | null {
  const oldest = progress.recent[0];
  const newest = progress.recent.at(-1);
  if (oldest === undefined || newest === undefined || newest.at <= oldest.at) {
    return null;
  }
  return (progress.batch * (newest.step - oldest.step) * 1000) / (newest.at - oldest.at);
}

/** Seconds to the end at the average pace of this session, samples and checkpoints included; null while unknown. */
export function remainingSeconds(progress: Progress): number | null {
  const { first } = progress;
  const newest = progress.recent.at(-1);
  if (first === null || newest === undefined || newest.step - first.step < stepsBeforeEstimate) {
    return null;
  }
  const secondsPerStep = (newest.at - first.at) / 1000 / (newest.step - first.step);
  return Math.max(0, progress.totalSteps - newest.step) * secondsPerStep;
}

/** "epoch 3/150  step 512/36,000  gen 6.228  gan 0.731  l1 0.0550  disc 1.203  12.3 images/s  …" */
export function progressText(progress: Progress, now: number, messages: Messages): string {
  const { newest } = progress;
  if (newest === null) {
    return '';
  }
  const epochs = Math.floor((progress.totalSteps - 1) / progress.stepsPerEpoch) + 1;
  const rate = imagesPerSecond(progress);
  const remaining = remainingSeconds(progress);
  return [
    messages.progress.epoch(newest.epoch, epochs),
    messages.progress.steps(formatCount(newest.step), formatCount(progress.totalSteps)),
    ...lossNames.map((name) => `${lossLabels[name]} ${formatLoss(newest[name])}`),
    ...(rate === null ? [] : [messages.progress.rate(formatRate(rate))]),
    messages.progress.elapsed(durationText((now - progress.startedAt) / 1000, messages)),
    ...(remaining === null ? [] : [messages.progress.remaining(durationText(remaining, messages))]),
  ].join('  ');
}

/** "49:23", then "1 h 11 min". */
export function durationText(seconds: number, messages: Messages): string {
  const parts = durationParts(seconds);
  return 'clock' in parts ? parts.clock : messages.progress.hours(parts.hours, parts.minutes);
}
