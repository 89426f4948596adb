/** The progress of a run as one line of text. Pure: the clock is an argument, in milliseconds. */
import { lossNames, type LossName, type StartEvent, type StepMetrics } from '../contract/metrics';
import type { Messages } from './messages/catalogue';
import { durationParts, formatCount, formatLoss, formatRate } from './numbers';
import { displayWidth } from './width';

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

const lossImportance: Readonly<Record<LossName, number>> = {
  gen_total_loss: 4,
  gen_gan_loss: 2,
  gen_l1_loss: 7,
  disc_loss: 5,
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

/** A part of the progress line; of a line that is too long the least important parts are left out first. */
interface Part {
  readonly text: string;
  readonly importance: number;
}

/** "epoch 3/150  step 512/36,000  gen 6.228  gan 0.731  l1 0.0550  disc 1.203  12.3 images/s  …" */
export function progressText(progress: Progress, now: number, messages: Messages, columns = Infinity): string {
  const { newest } = progress;
  if (newest === null) {
    return '';
  }
  const epochs = Math.floor((progress.totalSteps - 1) / progress.stepsPerEpoch) + 1;
  const rate = imagesPerSecond(progress);
  const remaining = remainingSeconds(progress);
  const words = messages.progress;
  const parts: Part[] = [
    { text: words.epoch(newest.epoch, epochs), importance: 3 },
    { text: words.steps(formatCount(newest.step), formatCount(progress.totalSteps)), importance: 9 },
    ...lossNames.map((name) => ({
      text: `${lossLabels[name]} ${formatLoss(newest[name])}`,
      importance: lossImportance[name],
    })),
    ...(rate === null ? [] : [{ text: words.rate(formatRate(rate)), importance: 6 }]),
    { text: words.elapsed(durationText((now - progress.startedAt) / 1000, messages)), importance: 1 },
    ...(remaining === null ? [] : [{ text: words.remaining(durationText(remaining, messages)), importance: 8 }]),
  ];
  return joinParts(parts, columns);
}

function joinParts(parts: readonly Part[], columns: number): string {
  const text = parts.map((part) => part.text).join('  ');
  if (parts.length <= 1 || displayWidth(text) <= columns) {
    return text;
  }
  const least = Math.min(...parts.map(({ importance }) => importance));
  return joinParts(
    parts.filter(({ importance }) => importance !== least),
    columns,
  );
}

/** "49:23", then "1 h 11 min". */
export function durationText(seconds: number, messages: Messages): string {
  const parts = durationParts(seconds);
  return 'clock' in parts ? parts.clock : messages.progress.hours(parts.hours, parts.minutes);
}
