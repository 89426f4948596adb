/**
 * What is said to and by the trainer process. Requests go through the app (parsed, answered with a result);
 * events go straight from the trainer to whoever holds the other end of its MessagePort.
 */
import { z } from 'zod';
import type { Measurement } from './cost';
import type { CacheContents } from './cache';
import { layoutConfigSchema, longestPath, seedSchema } from './config';
import type { DatasetReport, DividedPairs } from './dataset';
import type { DeviceReport } from './device';
import type { ErrorValue, Result } from './errors';
import type { RunHistory, StartEvent, StepMetrics, TrainEvent } from './metrics';
import { datasetNames, type FetchedDataset, type FetchProgress } from './named-datasets';
import type { RunStatus } from './run-status';

const trainRequest = z.strictObject({
  type: z.literal('train'),
  id: z.number().int(),
  dataset: z.string().min(1),
  run: z.string().min(1),
  /** Checked by `parseTrainConfig` in the trainer. */
  config: z.record(z.string(), z.unknown()),
});

/** What may be changed while a run goes on; ranges are checked by the trainer, which knows how far the run is. */
export const liveChangesSchema = z.strictObject({
  epochs: z.exactOptional(z.number()),
  lambda: z.exactOptional(z.number()),
  learningRate: z.exactOptional(z.number()),
});
export type LiveChanges = Readonly<z.infer<typeof liveChangesSchema>>;

/** Which pictures a run goes on with, where they are not those of before in their old place. */
export const resumedPicturesSchema = z.strictObject({
  /** Where the dataset is now, if it has moved. */
  dataset: z.exactOptional(z.string().min(1).max(longestPath)),
  /** Other pictures are taken too. */
  acceptNewDataset: z.exactOptional(z.boolean()),
});
export type ResumedPictures = Readonly<z.infer<typeof resumedPicturesSchema>>;

export const trainerRequestSchema = z.discriminatedUnion('type', [
  /** Comes with the MessagePort that events go to from now on; the first one is also the handshake. */
  z.strictObject({ type: z.literal('connect'), id: z.number().int() }),
  z.strictObject({ type: z.literal('device'), id: z.number().int() }),
  z.strictObject({
    type: z.literal('inspect'),
    id: z.number().int(),
    dataset: z.string().min(1),
    config: layoutConfigSchema.optional(),
    /** Divides the pairs where no folders do. */
    seed: seedSchema,
    /** A training that may follow; its pictures are prepared meanwhile. Checked as that of `train`. */
    training: z.record(z.string(), z.unknown()).optional(),
  }),
  /** Divides the pairs of a dataset that was read by another seed. */
  z.strictObject({
    type: z.literal('divide'),
    id: z.number().int(),
    seed: seedSchema,
    pairs: z.array(z.strictObject({ name: z.string(), contents: z.string() })),
  }),
  trainRequest,
  /** Goes on from the newest whole checkpoint, with these changes. */
  z.strictObject({
    type: z.literal('resume'),
    id: z.number().int(),
    run: z.string().min(1),
    changes: liveChangesSchema,
    pictures: z.exactOptional(resumedPicturesSchema),
  }),
  z.strictObject({ type: z.literal('history'), id: z.number().int(), run: z.string().min(1) }),
  /** Gives a run a title; an empty one takes it away. */
  z.strictObject({ type: z.literal('rename'), id: z.number().int(), run: z.string().min(1), title: z.string() }),
  /** Takes a few steps of a configuration to see what they cost; for a process that does nothing else. */
  z.strictObject({ type: z.literal('calibrate'), id: z.number().int(), config: z.record(z.string(), z.unknown()) }),
  /** Loads a named dataset into a new folder; for a process that does nothing else. */
  z.strictObject({
    type: z.literal('fetch'),
    id: z.number().int(),
    name: z.enum(datasetNames),
    folder: z.string().min(1),
    agreed: z.boolean(),
  }),
  /** Ends a fetch; what was loaded is kept. */
  z.strictObject({ type: z.literal('stop-fetch'), id: z.number().int() }),
  /** What is in the cache, after it was emptied where that is asked for. */
  z.strictObject({ type: z.literal('cache'), id: z.number().int(), clear: z.boolean() }),
  z.strictObject({ type: z.literal('current'), id: z.number().int() }),
  z.strictObject({ type: z.literal('stop'), id: z.number().int() }),
  /** Waits after the step under way. */
  z.strictObject({ type: z.literal('pause'), id: z.number().int() }),
  z.strictObject({ type: z.literal('continue'), id: z.number().int() }),
  /** Predicts the fixed pairs after the step under way. */
  z.strictObject({ type: z.literal('sample'), id: z.number().int() }),
  /** Saves after the step under way. */
  z.strictObject({ type: z.literal('checkpoint'), id: z.number().int() }),
  /** Holds from the step after the one under way. */
  z.strictObject({ type: z.literal('change'), id: z.number().int(), changes: liveChangesSchema }),
]);
export type TrainerRequest = z.infer<typeof trainerRequestSchema>;

export interface TrainerReplies {
  connect: null;
  device: DeviceReport;
  inspect: DatasetReport;
  divide: DividedPairs;
  /** The run has begun; its progress and end come as events. */
  train: { readonly run: string };
  /** As `train`. */
  resume: { readonly run: string };
  /** It was sent as an event: megabytes that the application need not carry. */
  history: null;
  rename: null;
  calibrate: Measurement;
  /** Null when it was ended by `stop-fetch`. */
  fetch: FetchedDataset | null;
  'stop-fetch': null;
  cache: CacheContents;
  /** Folder of the run that is going on. */
  current: { readonly run: string | null };
  /** The run has saved and ended, or none was going on. */
  stop: { readonly step: number };
  /** Of these five: done; `run-not-training` when no run is going on. */
  pause: null;
  continue: null;
  sample: null;
  checkpoint: null;
  change: null;
}

/** Answer to the request of the same `id`. */
export interface TrainerReply {
  readonly type: 'reply';
  readonly id: number;
  readonly result: Result<TrainerReplies[keyof TrainerReplies]>;
}

/** What the trainer tells the application unasked, now and then. */
export interface TrainerNotice {
  readonly type: 'status';
  readonly status: RunStatus;
}

/** One fixed test pair, as a PNG file's bytes. */
export interface SamplePicture {
  readonly name: string;
  /** Input | target | prediction side by side. */
  readonly png: ArrayBuffer;
}

/** Comes first on a new port while a run is under way: the window has been loaded anew and knows nothing of it. */
export interface UnderWayEvent {
  readonly type: 'under-way';
  readonly start: StartEvent;
  /** That it has been training, without pauses. */
  readonly milliseconds: number;
  /** A person has paused it. */
  readonly held: boolean;
  /** The newest steps, which its log may not have yet. */
  readonly recent: readonly StepMetrics[];
}

/** What comes over the MessagePort. */
export type TrainerEvent =
  | TrainEvent
  | UnderWayEvent
  | { readonly type: 'pictures'; readonly step: number; readonly pictures: readonly SamplePicture[] }
  | { readonly type: 'history'; readonly run: string; readonly history: RunHistory }
  /** Of an inspection, a few times a second: files read, of how many. */
  | { readonly type: 'inspecting'; readonly done: number; readonly total: number }
  /** Of a fetch, a few times a second. */
  | { readonly type: 'fetching'; readonly progress: FetchProgress }
  | { readonly type: 'failed'; readonly error: ErrorValue };

/** How a trainer process can end unasked: the `reason` of `trainer-stopped`; the window has words for each. */
export const trainerEndings = ['killed', 'crashed', 'out-of-memory', 'not-started', 'not-responding', 'ended'] as const;
export type TrainerEnding = (typeof trainerEndings)[number];
