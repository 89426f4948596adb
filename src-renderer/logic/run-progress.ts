/** What is known of the run in this window, and how each event changes it. Pure: the clock is an argument. */
import type { ErrorValue } from '../../src-main/contract/errors';
import type { StepMetrics } from '../../src-main/contract/metrics';
import type { RunSummary, StartedRun } from '../../src-main/contract/routes';
import type { TrainerEvent } from '../../src-main/contract/trainer';

export type Phase = 'idle' | 'starting' | 'training' | 'stopping' | 'ended' | 'failed';

/** A step and when it was done, in milliseconds. */
interface Mark {
  readonly step: number;
  readonly at: number;
}

export interface RunProgress {
  readonly phase: Phase;
  readonly run: StartedRun | null;
  readonly totalSteps: number;
  readonly stepsPerEpoch: number;
  readonly batch: number;
  /** The newest step's record. */
  readonly latest: StepMetrics | null;
  /** When a person paused it, while it is paused. */
  readonly heldAt: number | null;
  /** Real name of what it trains on; null when it is not known any more. */
  readonly device: string | null;
  readonly startedAt: number;
  /** When the last event came. */
  readonly now: number;
  /** The pace is measured from the older mark, which is one to two intervals old. */
  readonly marks: readonly [older: Mark, newer: Mark];
  readonly checkpointStep: number | null;
  /** Mean absolute difference over the fixed test pairs at the newest sample. */
  readonly validationL1: number | null;
  /** Whether the run reached its configured end. */
  readonly complete: boolean;
  readonly problem: ErrorValue | null;
  /** What does not end the run but should be known, such as a disk that is nearly full. */
  readonly notice: ErrorValue | null;
}

const noMark: Mark = { step: 0, at: 0 };

export const idleProgress: RunProgress = {
  phase: 'idle',
  run: null,
  totalSteps: 0,
  stepsPerEpoch: 1,
  batch: 1,
  latest: null,
  heldAt: null,
  device: null,
  startedAt: 0,
  now: 0,
  marks: [noMark, noMark],
  checkpointStep: null,
  validationL1: null,
  complete: false,
  problem: null,
  notice: null,
};

const markInterval = 10_000;
/** Steps before a remaining time is worth saying. */
const settlingSteps = 50;

/** The progress of a run that is not going on, from what its folder holds. */
export function progressOf(summary: RunSummary, latest: StepMetrics | null): RunProgress {
  const { name, folder, state, config, trainPairs, totalSteps, checkpointStep, problem } = summary;
  const batch = config?.batch ?? 1;
  return {
    ...idleProgress,
    phase: problem === null ? 'ended' : 'failed',
    run: { name, folder },
    totalSteps,
    stepsPerEpoch: trainPairs / batch,
    batch,
    latest,
    checkpointStep,
    complete: state === 'finished',
    problem,
  };
}

/** The progress after a trainer's event at time `now`, in milliseconds. */
export function afterEvent(progress: RunProgress, event: TrainerEvent, now: number): RunProgress {
  switch (event.type) {
    case 'start': {
      const mark = { step: event.step, at: now };
      return {
        ...idleProgress,
        phase: 'training',
        run: progress.run,
        // Files that were set aside are told of before the start.
        notice: progress.notice,
        totalSteps: event.total_steps,
        stepsPerEpoch: event.steps_per_epoch,
        batch: event.batch,
        checkpointStep: event.step > 0 ? event.step : null,
        device: event.device,
        startedAt: now,
        now,
        marks: [mark, mark],
      };
    }
    case 'step':
      return { ...progress, latest: event, now, marks: nextMarks(progress.marks, { step: event.step, at: now }) };
    case 'sample':
      return { ...progress, now, validationL1: event.validation_l1 };
    case 'checkpoint':
      return { ...progress, now, checkpointStep: event.step };
    case 'done':
      return { ...progress, now, heldAt: null, phase: 'ended', complete: event.complete };
    case 'failed':
      return { ...progress, now, phase: 'failed', problem: event.error };
    case 'warning':
    case 'paused':
      return { ...progress, now, notice: event.error };
    case 'continued':
      return { ...progress, now, notice: null };
    case 'held':
      return { ...progress, now, heldAt: now };
    case 'released':
      return afterHold(progress, now);
    case 'change':
      return { ...progress, now, totalSteps: event.total_steps };
    case 'pictures':
      return { ...progress, now };
    case 'under-way': {
      const { start, recent, milliseconds, held } = event;
      const newest = recent.at(-1) ?? null;
      const mark = { step: newest?.step ?? start.step, at: now };
      return {
        ...afterEvent(progress, start, now),
        latest: newest,
        startedAt: now - milliseconds,
        heldAt: held ? now : null,
        marks: [mark, mark],
      };
    }
    case 'history':
    case 'inspecting':
    case 'fetching':
      return progress;
  }
}

/** A pause counts neither as elapsed nor into the pace: all clocks are put forward by it. */
function afterHold(progress: RunProgress, now: number): RunProgress {
  const waited = now - (progress.heldAt ?? now);
  const [older, newer] = progress.marks.map(({ step, at }) => ({ step, at: at + waited }));
  return {
    ...progress,
    now,
    heldAt: null,
    startedAt: progress.startedAt + waited,
    marks: [older ?? noMark, newer ?? noMark],
  };
}

/** The progress after the trainer process ended unasked; without a run it does not matter. */
export function afterTrainerStopped(progress: RunProgress, error: ErrorValue): RunProgress {
  return isActive(progress) ? { ...progress, phase: 'failed', problem: error } : progress;
}

export function isActive({ phase }: RunProgress): boolean {
  return phase === 'training' || phase === 'stopping';
}

function nextMarks([older, newer]: RunProgress['marks'], mark: Mark): RunProgress['marks'] {
  return mark.at - newer.at >= markInterval ? [newer, mark] : [older, newer];
}

/** Images per second over the last 10 to 20 seconds, pauses for samples and checkpoints included; null at first. */
export function imagesPerSecond({ latest, marks, batch, heldAt, now }: RunProgress): number | null {
  const [older] = marks;
  const steps = (latest?.step ?? 0) - older.step;
  const milliseconds = (heldAt ?? now) - older.at;
  return latest === null || steps < 1 || milliseconds <= 0 ? null : (steps * batch * 1000) / milliseconds;
}

/** Seconds to the configured end; null in the first 50 steps, whose pace says little. */
export function remainingSeconds(progress: RunProgress): number | null {
  const rate = imagesPerSecond(progress);
  const step = progress.latest?.step ?? 0;
  if (rate === null || step < settlingSteps) {
    return null;
  }
  return ((progress.totalSteps - step) * progress.batch) / rate;
}

/** Since this process began to train, without pauses. */
export function elapsedSeconds({ startedAt, heldAt, now }: RunProgress): number {
  return ((heldAt ?? now) - startedAt) / 1000;
}

export function fractionDone({ latest, totalSteps }: RunProgress): number {
  return totalSteps === 0 ? 0 : Math.min(1, (latest?.step ?? 0) / totalSteps);
}

export function totalEpochs({ totalSteps, stepsPerEpoch }: RunProgress): number {
  return Math.max(1, Math.ceil(totalSteps / stepsPerEpoch));
}
