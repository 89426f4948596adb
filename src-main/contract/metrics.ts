/** What a training run reports, the same for the window, the command line's `--json` and `metrics.jsonl`. */
import { z } from 'zod';
import type { TrainConfig } from './config';
import type { ErrorCode, ErrorValue } from './errors';
import type { ConfigChange } from './run';
import type { Numbers, StretchLevel } from './stretches';

/** The tutorial's names; they are never translated. */
export const lossNames = ['gen_total_loss', 'gen_gan_loss', 'gen_l1_loss', 'disc_loss'] as const;
export type LossName = (typeof lossNames)[number];
export type Losses = Readonly<Record<LossName, number>>;

const stepMetricsSchema = z.object({
  type: z.literal('step'),
  /** Steps done, from 1. */
  step: z.number().int(),
  /** Epoch of this step, from 1. */
  epoch: z.number().int(),
  gen_total_loss: z.number(),
  gen_gan_loss: z.number(),
  gen_l1_loss: z.number(),
  disc_loss: z.number(),
  step_seconds: z.number(),
  data_wait_seconds: z.number(),
});
export type StepMetrics = Readonly<z.infer<typeof stepMetricsSchema>>;

/** One line of `metrics.jsonl`, or null if the line is not a whole step record. */
export function parseStepMetrics(line: string): StepMetrics | null {
  try {
    return stepMetricsSchema.parse(JSON.parse(line));
  } catch {
    return null;
  }
}

/** What a screen draws of a run that is not going on, or of the part of one that is done. */
export interface RunHistory {
  /** Of the steps 1, 2, 3, … as logged. */
  readonly losses: Readonly<Record<LossName, Numbers>>;
  /** The extremes of their stretches: the window must not have to look at each of a million values. */
  readonly stretches: Readonly<Record<LossName, readonly StretchLevel[]>>;
  readonly latest: StepMetrics | null;
  /** Oldest first. */
  readonly changes: readonly ConfigChange[];
  /** Steps of which there are sample pictures, in order. */
  readonly samples: readonly number[];
  /** Steps of which there are checkpoints, in order. */
  readonly checkpoints: readonly number[];
  /** Names of the newest sample's pairs, in the order of their pictures; empty where they were not kept. */
  readonly pairs: readonly string[];
}

export interface StartEvent {
  readonly type: 'start';
  /** Real name of the device, for example "AMD EPYC (2 cores)". */
  readonly device: string;
  readonly run: string;
  /** Steps already done: 0, or the step of the checkpoint that is resumed from. */
  readonly step: number;
  readonly total_steps: number;
  readonly steps_per_epoch: number;
  readonly batch: number;
  /** Of the pictures. */
  readonly size: TrainConfig['size'];
  readonly filters: number;
  readonly train_pairs: number;
  readonly test_pairs: number;
  /** What was changed in the configuration so far, oldest first. */
  readonly changes: readonly ConfigChange[];
}

export interface SampleEvent {
  readonly type: 'sample';
  readonly step: number;
  /** Folder of the sample pictures, absolute. */
  readonly path: string;
  /** Mean absolute difference of prediction and target over the fixed pairs, in [-1, 1] units. */
  readonly validation_l1: number;
}

export interface CheckpointEvent {
  readonly type: 'checkpoint';
  readonly step: number;
  readonly path: string;
}

export interface DoneEvent {
  readonly type: 'done';
  readonly step: number;
  /** False when the run was stopped before its configured end. */
  readonly complete: boolean;
}

export interface WarningEvent {
  readonly type: 'warning';
  readonly code: ErrorCode;
  /** In English; a front end renders `error` in its own language. */
  readonly message: string;
  readonly error: ErrorValue;
}

/** The disk refuses to be written to: the training waits after this step until it can be again. */
export interface PausedEvent extends Omit<WarningEvent, 'type'> {
  readonly type: 'paused';
  readonly step: number;
}

/** What could not be written has been written: the training goes on. */
export interface ContinuedEvent {
  readonly type: 'continued';
  readonly step: number;
}

/** A person has paused the training: it waits after this step. */
export interface HeldEvent {
  readonly type: 'held';
  readonly step: number;
}

/** The pause is over. */
export interface ReleasedEvent {
  readonly type: 'released';
  readonly step: number;
}

/** A setting was changed while the run goes on; it holds from the step after `step`. */
export interface ChangeEvent extends ConfigChange {
  readonly type: 'change';
  /** Steps of the whole run, now. */
  readonly total_steps: number;
}

export type TrainEvent =
  | StartEvent
  | StepMetrics
  | SampleEvent
  | CheckpointEvent
  | DoneEvent
  | WarningEvent
  | PausedEvent
  | ContinuedEvent
  | HeldEvent
  | ReleasedEvent
  | ChangeEvent;
