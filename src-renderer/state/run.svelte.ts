/**
 * The run in this window: the one place that takes the trainer's events and asks the application to start and stop.
 *
 * Events may come a thousand times a second; what is on screen follows four times a second.
 */
import type { TrainConfig } from '../../src-main/contract/config';
import type { ErrorValue } from '../../src-main/contract/errors';
import type { RequestOf } from '../../src-main/contract/routes';
import type { LiveChanges, ResumedPictures, TrainerEvent } from '../../src-main/contract/trainer';
import type { ConfigChange } from '../../src-main/contract/run';
import { LossHistory } from '../logic/loss-history';
import { afterEvent, afterTrainerStopped, idleProgress, isActive, type RunProgress } from '../logic/run-progress';
import { decodePicture } from '../logic/load-picture';
import { request } from '../studio';
import { receiveHistory } from './run-history';

export interface Sample {
  readonly name: string;
  /** Input | target | prediction side by side: an address, or the picture itself. */
  readonly picture: string | ImageBitmap;
}

export interface Samples {
  readonly step: number;
  readonly pictures: readonly Sample[];
}

/** What a page shows of a run, going on or ended. */
export interface RunView {
  readonly progress: RunProgress;
  /** The newest sample. */
  readonly samples: Samples | null;
  /** Steps of which there are samples, in order. */
  readonly sampleSteps: readonly number[];
  /** Steps of which there are checkpoints, in order. */
  readonly checkpointSteps: readonly number[];
  /** What was changed while it trained, oldest first. */
  readonly changes: readonly ConfigChange[];
  /** Grows in place; whoever draws it reads `progress` to learn of changes. */
  readonly history: LossHistory;
  /** Null before the first run. */
  readonly config: TrainConfig | null;
}

type PicturesEvent = Extract<TrainerEvent, { type: 'pictures' }>;

const publishInterval = 250;

let latest = idleProgress;
let history = LossHistory.empty();
let publishTimer: number | null = null;
/** The newest sample that is not shown yet; of those that come faster than they are shown, the last one. */
let arrived: PicturesEvent | null = null;
let arrivedSteps: number[] = [];

let shown = $state.raw<RunProgress>(latest);
let samples = $state.raw<Samples | null>(null);
let sampleSteps = $state.raw<readonly number[]>([]);
let checkpointSteps = $state.raw<readonly number[]>([]);
let changes = $state.raw<readonly ConfigChange[]>([]);
let config = $state.raw<TrainConfig | null>(null);
let closing = $state(false);
/** With what the newest run was last gone on with; a second try keeps it. */
let resumedWith: LiveChanges = {};

export type ControlChannel = 'pauseTraining' | 'continueTraining' | 'sampleNow' | 'checkpointNow' | 'changeTraining';
let asked = $state.raw<readonly ControlChannel[]>([]);

export const run = {
  /** Of the newest run, or null before the first one. */
  get config(): TrainConfig | null {
    return config;
  },
  get progress(): RunProgress {
    return shown;
  },
  get samples(): Samples | null {
    return samples;
  },
  /** What was asked of the run and is not done yet. */
  get asked(): readonly ControlChannel[] {
    return asked;
  },
  get sampleSteps(): readonly number[] {
    return sampleSteps;
  },
  get checkpointSteps(): readonly number[] {
    return checkpointSteps;
  },
  get changes(): readonly ConfigChange[] {
    return changes;
  },
  /** The window was closed and waits for the checkpoint. */
  get closing(): boolean {
    return closing;
  },
  get resumedWith(): LiveChanges {
    return resumedWith;
  },
  get history(): LossHistory {
    return history;
  },
};

export function receiveTrainerEvent(event: TrainerEvent): void {
  latest = afterEvent(latest, event, performance.now());
  switch (event.type) {
    case 'start':
      history = history.until(event.step);
      forgetArrived();
      ({ changes } = event);
      config = config && changes.reduce(withChange, config);
      sampleSteps = sampleSteps.filter((step) => step <= event.step && event.step > 0);
      checkpointSteps = checkpointSteps.filter((step) => step <= event.step);
      showSamples(event.step > 0 ? samples : null);
      publish();
      break;
    case 'under-way':
      history = LossHistory.empty();
      for (const step of event.recent) {
        history.append(step.step, step);
      }
      ({ changes } = event.start);
      publish();
      break;
    case 'step':
      history.append(event.step, event);
      publishTimer ??= window.setTimeout(publish, publishInterval);
      break;
    case 'pictures':
      arrived = event;
      arrivedSteps.push(event.step);
      publishTimer ??= window.setTimeout(publish, publishInterval);
      break;
    case 'sample':
      publishTimer ??= window.setTimeout(publish, publishInterval);
      break;
    case 'checkpoint':
      checkpointSteps = [...checkpointSteps.filter((step) => step < event.step), event.step];
      publish();
      break;
    case 'done':
    case 'failed':
    case 'warning':
    case 'paused':
    case 'continued':
    case 'held':
    case 'released':
      publish();
      break;
    case 'change': {
      const { step, field, from, to } = event;
      changes = [...changes, { step, field, from, to }];
      config = config && withChange(config, event);
      publish();
      break;
    }
    case 'history':
      receiveHistory(event.run, event.history);
      break;
    case 'inspecting':
    case 'fetching':
      break;
  }
}

function withChange(before: TrainConfig, { field, to }: ConfigChange): TrainConfig {
  return { ...before, [field]: to };
}

/** The trainer process has ended unasked. */
export function trainerHasStopped(error: ErrorValue): void {
  change(afterTrainerStopped(latest, error));
}

/** The window is about to close; a run that is going on is saved first. */
export function prepareToClose(): void {
  closing = true;
  change(latest.phase === 'training' ? { ...latest, phase: 'stopping' } : latest);
}

/**
 * Starts a run on the opened dataset; what was drawn stays until the new run has begun.
 *
 * @param dataset number of its opening
 * @returns whether it began
 */
export async function startTraining(dataset: number, chosen: TrainConfig): Promise<boolean> {
  if (isActive(latest) || latest.phase === 'starting') {
    return false;
  }
  change({ ...latest, phase: 'starting', problem: null, notice: null });
  const result = await request('startTraining', { dataset, config: chosen });
  config = result.ok ? chosen : config;
  change(result.ok ? { ...latest, run: result.data } : { ...latest, ...afterFailedStart(), problem: result.error });
  return result.ok;
}

/** Shows a run that is not going on in the place of the newest one, if that has ended. */
export function adoptRun(view: RunView): void {
  ({ history, config, changes, sampleSteps, checkpointSteps } = view);
  forgetArrived();
  showSamples(view.samples);
  change(view.progress);
}

/**
 * Completes a run under way, of which this window knows only the newest steps, with what its folder holds.
 *
 * @param stored the run as its folder shows it
 */
export function completeRun(stored: RunView): void {
  const { progress } = stored;
  stored.history.extend(history);
  ({ config, sampleSteps, checkpointSteps, history } = stored);
  showSamples(stored.samples);
  const { run: named, checkpointStep } = progress;
  change({ ...latest, run: named, checkpointStep, latest: latest.latest ?? progress.latest });
}

/**
 * Goes on with a run from its newest checkpoint; what was drawn stays up to there.
 *
 * @param changes hold from there on
 * @param pictures where they are not those of before
 * @returns whether it began
 */
export async function resumeTraining(
  view: RunView,
  changes: LiveChanges = {},
  pictures: ResumedPictures = {},
): Promise<boolean> {
  const name = view.progress.run?.name;
  if (isActive(latest) || latest.phase === 'starting' || name === undefined) {
    return false;
  }
  adoptRun(view);
  resumedWith = changes;
  change({ ...latest, phase: 'starting', problem: null, notice: null });
  const result = await request('resumeTraining', { name, changes, pictures });
  if (!result.ok) {
    change({ ...latest, phase: 'failed', problem: result.error });
  }
  return result.ok;
}

/** With curves to keep, the failure stands beside them; else the window is where it began. */
function afterFailedStart(): Pick<RunProgress, 'phase'> {
  return { phase: latest.latest === null ? 'idle' : 'failed' };
}

/** Ends the run after its current step, with a checkpoint. */
export async function stopTraining(): Promise<void> {
  if (latest.phase !== 'training') {
    return;
  }
  change({ ...latest, phase: 'stopping' });
  const result = await request('stopTraining', null);
  if (!result.ok) {
    change({ ...latest, phase: 'failed', problem: latest.problem ?? result.error });
  }
}

/** Pauses the run after its current step, or lets it go on. */
export async function togglePause(): Promise<void> {
  await control(latest.heldAt === null ? 'pauseTraining' : 'continueTraining', null);
}

/** Predicts the fixed pairs after the current step. */
export async function sampleNow(): Promise<void> {
  await control('sampleNow', null);
}

/** Saves after the current step. */
export async function checkpointNow(): Promise<void> {
  await control('checkpointNow', null);
}

/** Changes settings from the next step on. */
export async function changeTraining(changed: LiveChanges): Promise<void> {
  await control('changeTraining', changed);
}

/** Why it could not be done stands in the status bar; the run goes on. */
async function control<C extends ControlChannel>(channel: C, value: RequestOf<C>): Promise<void> {
  if (latest.phase !== 'training' || asked.includes(channel)) {
    return;
  }
  asked = [...asked, channel];
  const result = await request(channel, value);
  asked = asked.filter((other) => other !== channel);
  if (!result.ok && isActive(latest)) {
    change({ ...latest, notice: result.error });
  }
}

function change(progress: RunProgress): void {
  latest = progress;
  publish();
}

function publish(): void {
  if (publishTimer !== null) {
    window.clearTimeout(publishTimer);
    publishTimer = null;
  }
  shown = latest;
  if (arrived !== null) {
    void decodeSamples(arrived, history, [...arrivedSteps]);
    forgetArrived();
  }
}

/** Decoding takes a while on a thread of its own; by then another run may be shown. */
async function decodeSamples(
  { step, pictures }: PicturesEvent,
  of: LossHistory,
  steps: readonly number[],
): Promise<void> {
  const decoded = await Promise.all(
    pictures.map(async ({ name, png }) => ({ name, picture: await decodePicture(png) })),
  );
  if (of === history && step >= (samples?.step ?? 0)) {
    sampleSteps = [...new Set([...sampleSteps, ...steps])];
    showSamples({ step, pictures: decoded });
  } else {
    close(decoded);
  }
}

function forgetArrived(): void {
  arrived = null;
  arrivedSteps = [];
}

function showSamples(next: Samples | null): void {
  if (next !== samples) {
    close(samples?.pictures ?? []);
  }
  samples = next;
}

/** Gives decoded pictures' memory back at once. */
function close(pictures: readonly Sample[]): void {
  for (const { picture } of pictures) {
    if (picture instanceof ImageBitmap) {
      picture.close();
    }
  }
}
