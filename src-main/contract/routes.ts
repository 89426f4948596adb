/**
 * What the window may ask of the application: every channel once, as the parser of its request and the type of its
 * reply. The router, the handlers, the preload bridge and the window's typed interface all follow from this table.
 *
 * Requests are parsed, because a window is not trusted; replies and events are plain types, because the application is.
 */
import { z } from 'zod';
import type { CacheContents } from './cache';
import { commands, type Command } from './commands';
import {
  layoutConfigSchema,
  longestPath,
  parseTrainConfig,
  seedSchema,
  type LayoutConfig,
  type TrainConfig,
} from './config';
import type { Measurement } from './cost';
import type { DatasetReport, Split } from './dataset';
import type { DeviceReport } from './device';
import type { ErrorValue, Result } from './errors';
import type { Licences } from './licences';
import { exportOptionsSchema, type ExportCheck, type ExportResult } from './export';
import type { ExportSummary, RunGenerators } from './generators';
import { isPng } from './png';
import { largestPictureBytes, pictureFileSchema, type ShownPixels } from './predictor';
import type { StepMetrics } from './metrics';
import type { Language } from './messages/render';
import { datasetNames } from './named-datasets';
import { preferencesSchema, type Preferences } from './preferences';
import { liveChangesSchema, resumedPicturesSchema } from './trainer';

export interface AppInfo {
  readonly version: string;
  /** As the person chose it, or of the system. */
  readonly language: Language;
  readonly preferences: Preferences;
  /** Node's name of the platform: "linux", "darwin", "win32". */
  readonly platform: string;
}

/** In pixels, as the picture lies in its file. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** One pair of the opened dataset. */
export interface DatasetPair {
  /** Relative to the dataset's folder. */
  readonly name: string;
  readonly split: Split;
  /** Address of the pair within the window's own origin; `logic/preview.ts` makes those of its pictures. */
  readonly url: string;
  readonly input: PictureSize;
  readonly target: PictureSize;
}

/** What a folder holds, as the window may know it: pictures by address, not by path. */
export interface OpenedDataset extends Pick<
  DatasetReport,
  'folder' | 'layout' | 'inputFolder' | 'targetFolder' | 'splitBy' | 'looks' | 'problems' | 'notes' | 'ignored'
> {
  /** How it was asked to be read. */
  readonly config: LayoutConfig;
  /** Divides the pairs where no folders do. */
  readonly seed: number;
  /** Of this opening; another one makes it void. */
  readonly id: number;
  /** Last part of the folder's path. */
  readonly name: string;
  /** Whether these are the shipped sample pairs. */
  readonly isSample: boolean;
  readonly pairs: readonly DatasetPair[];
}

export const recentDatasetSchema = z.strictObject({
  folder: z.string(),
  name: z.string(),
  isSample: z.boolean(),
  pairs: z.number().int(),
  /** When it was opened, in milliseconds since 1970. */
  openedAt: z.number(),
  /** How it was read. */
  config: layoutConfigSchema.optional(),
});
export type RecentDataset = Readonly<z.infer<typeof recentDatasetSchema>>;

export interface ListedDataset extends RecentDataset {
  /** Its folder is not there now: it was moved, or its disk is not connected. */
  readonly isMissing: boolean;
}

export interface StartedRun {
  readonly name: string;
  /** Absolute path of the run folder. */
  readonly folder: string;
}

/** `finished` has all its steps, `stopped` can be gone on with, `damaged` cannot be read. */
export type RunState = 'finished' | 'stopped' | 'damaged';

export interface RunSummary extends StartedRun {
  /** What it is called: by the person, or as its folder. */
  readonly title: string;
  readonly state: RunState;
  /** Why it is damaged. */
  readonly problem: ErrorValue | null;
  /** Null when it is damaged. */
  readonly config: TrainConfig | null;
  /** Folder of its pairs. */
  readonly dataset: string | null;
  readonly trainPairs: number;
  readonly totalSteps: number;
  readonly checkpointStep: number | null;
  /** The last step in its log. */
  readonly latest: StepMetrics | null;
  /** Addresses of the newest sample's pictures: input | target | prediction. */
  readonly samples: { readonly step: number; readonly pictures: readonly string[] } | null;
  /** In milliseconds since 1970. */
  readonly changedAt: number;
}

export interface CostReport {
  /** All that were made on this computer. */
  readonly measurements: readonly Measurement[];
  /** Whether there is nothing more to measure for this configuration. */
  readonly isDone: boolean;
}

/** What becomes of a run when the window is closed. */
export const closeChoices = ['background', 'stop', 'cancel'] as const;
export type CloseChoice = (typeof closeChoices)[number];

declare const replyType: unique symbol;

/** A channel: the parser of its request; the type of its reply exists for the compiler only. */
export interface Route<Request, Reply> {
  readonly request: z.ZodType<Request>;
  /** Bytes of a request, as `app/request-size.ts` counts them, above which it is refused before it is parsed. */
  readonly largest: number;
  readonly [replyType]?: Reply;
}

const largestRequest = 1e6;

const route =
  <Reply>(largest = largestRequest) =>
  <Request>(request: z.ZodType<Request>): Route<Request, Reply> => ({ request, largest });

/** A channel whose requests carry a picture. */
const pictureRoute = <Reply>() => route<Reply>(largestPictureBytes + largestRequest);

const nothing = z.null();
/** Characters of a name in a folder, on every system. */
const longestName = 255;
/** A folder's name among the runs, never a path. */
const runName = z.strictObject({
  name: z
    .string()
    .max(longestName)
    .regex(/^(?!\.{1,2}$)[^/\\\0]+$/),
});
const longestTitle = 200;
/** The bytes of a PNG file. */
const png = z
  .instanceof(Uint8Array)
  .refine((bytes) => bytes.length <= largestPictureBytes, 'it is too large')
  .refine(isPng, 'it is no PNG file');
/** An export that `exports` listed, or a place that `chooseExportPlace` gave; no other path is taken. */
const exportPath = z.string().min(1).max(longestPath);

export const routes = {
  appInfo: route<AppInfo>()(nothing),
  /** Keeps them and follows them at once. */
  setPreferences: route<AppInfo>()(preferencesSchema),
  licences: route<Licences>()(nothing),
  /** Opens the file manager at the log. */
  showLog: route<null>()(nothing),
  /** Which commands the menus offer now. */
  offerCommands: route<null>()(z.strictObject({ offered: z.array(z.enum(commands)).max(commands.length) })),
  /** The answer to `close-asked`. */
  answerClose: route<null>()(z.strictObject({ choice: z.enum(closeChoices) })),
  deviceReport: route<DeviceReport>()(nothing),
  /** Newest first. */
  recentDatasets: route<readonly ListedDataset[]>()(nothing),
  /** Takes a dataset off that list; its folder stays as it is. */
  forgetDataset: route<null>()(z.strictObject({ folder: z.string().min(1).max(longestPath) })),
  /** Shows the system's dialog; null when the person chose nothing. */
  chooseFolder: route<string | null>()(nothing),
  /** Reads a folder that was chosen or dropped, or was open before. */
  openDataset: route<OpenedDataset>()(
    z.strictObject({
      folder: z.string().min(1).max(longestPath),
      config: layoutConfigSchema.optional(),
      /** What the settings are meanwhile, if they are valid: the pictures are prepared for such a training. */
      training: z.unknown().transform(parseTrainConfig).optional(),
    }),
  ),
  openSamplePairs: route<OpenedDataset>()(nothing),
  /** Divides the opened dataset, which no folders divide, by the seed of the settings, as a training will. */
  divideDataset: route<OpenedDataset>()(z.strictObject({ dataset: z.number().int(), seed: seedSchema })),
  /** Where `fetchDataset` will put a dataset, unless another folder is chosen. */
  datasetsFolder: route<string>()(nothing),
  /**
   * Loads a dataset of the paper into a new folder below `parent`, which `chooseFolder` or `datasetsFolder` gave; replies
   * when it is whole, or with null when it was stopped. A folder of that name that is there already is taken as it is.
   */
  fetchDataset: route<{ readonly folder: string } | null>()(
    z.strictObject({
      name: z.enum(datasetNames),
      parent: z.string().min(1).max(longestPath),
      agreed: z.boolean(),
    }),
  ),
  /** Ends the fetch that is going on; what was loaded is kept for the next time. */
  stopFetching: route<null>()(nothing),
  cache: route<CacheContents>()(nothing),
  /** Replies with what is left. */
  clearCache: route<CacheContents>()(nothing),
  /**
   * Measures what training with this configuration costs, in so far as that is sensible: one measurement a request. A
   * request takes the place of one under way; nothing is measured while a run is training.
   */
  measureCost: route<CostReport>()(z.strictObject({ config: z.unknown().transform(parseTrainConfig) })),
  /** Ends a measurement under way. */
  stopMeasuring: route<null>()(nothing),
  /** From now on everything is measured anew. */
  forgetMeasurements: route<null>()(nothing),
  /** Trains on the opened dataset; replies when the first step is about to run. */
  startTraining: route<StartedRun>()(
    z.strictObject({ dataset: z.number().int(), config: z.unknown().transform(parseTrainConfig) }),
  ),
  /** Saves a checkpoint and ends the run; replies when that is done, with the step. */
  stopTraining: route<{ readonly step: number }>()(nothing),
  /** Of these five: replies when it is done, between two steps of the run that is going on. */
  pauseTraining: route<null>()(nothing),
  continueTraining: route<null>()(nothing),
  sampleNow: route<null>()(nothing),
  checkpointNow: route<null>()(nothing),
  changeTraining: route<null>()(liveChangesSchema),
  /** All runs, the one that changed last first. */
  runs: route<readonly RunSummary[]>()(nothing),
  /** The history itself comes as the trainer's event. */
  runHistory: route<null>()(runName),
  /** Goes on with a run, with other settings from there on; replies as `startTraining`. */
  resumeTraining: route<StartedRun>()(
    runName.extend({ changes: liveChangesSchema, pictures: z.exactOptional(resumedPicturesSchema) }),
  ),
  /** Moves a run's folder to the system's trash. */
  deleteRun: route<null>()(runName),
  /** Gives a run a title; an empty one takes it away. */
  renameRun: route<null>()(runName.extend({ title: z.string().max(longestTitle) })),
  /** Opens the file manager at a run's folder. */
  showRun: route<null>()(runName),
  /** What can be tried and exported of a run. */
  generators: route<RunGenerators>()(runName),
  /** Opens a checkpoint's generator; its pictures go over a port of their own. */
  openGenerator: route<{ readonly step: number }>()(runName.extend({ step: z.number().int().min(0) })),
  /** Ends the process that holds the generator, for its memory. */
  closeGenerator: route<null>()(nothing),
  /** What the network is shown of a picture's file: cut, resized and made an input as in the run's training. */
  showPicture: pictureRoute<ShownPixels>()(runName.extend({ file: pictureFileSchema, transform: z.boolean() })),
  /** Asks where to save a picture; replies with its path, or null when the person chose nothing. */
  savePicture: pictureRoute<string | null>()(runName.extend({ png })),
  copyPicture: pictureRoute<null>()(z.strictObject({ png })),
  /** Of a run: those in its own folder, and those that were made elsewhere since the application started. */
  exports: route<readonly ExportSummary[]>()(runName),
  /** Asks where to export to, beginning at `suggested`; null when the person chose nothing. */
  chooseExportPlace: route<string | null>()(z.strictObject({ suggested: exportPath })),
  /** Replies when the export is whole; `out` is null for the run's own folder of exports. */
  startExport: route<ExportResult>()(
    exportOptionsSchema.omit({ run: true, out: true }).extend({ name: runName.shape.name, out: exportPath.nullable() }),
  ),
  /** Ends the export that is going on; what it had written is removed. */
  cancelExport: route<null>()(nothing),
  /** Loads an export of a run and compares its picture with the preview's. */
  checkExport: route<ExportCheck>()(z.strictObject({ name: runName.shape.name, path: exportPath })),
  showExport: route<null>()(z.strictObject({ path: exportPath })),
  /** The person has begun to drag an export out of the window. */
  dragExport: route<null>()(z.strictObject({ path: exportPath })),
};

export type Channel = keyof typeof routes;
export type RequestOf<C extends Channel> = (typeof routes)[C] extends Route<infer Request, unknown> ? Request : never;
export type ReplyOf<C extends Channel> = (typeof routes)[C] extends Route<unknown, infer Reply> ? Reply : never;

/** One handler for each channel: a missing one does not compile. */
export type Handlers = { readonly [C in Channel]: (request: RequestOf<C>) => ReplyOf<C> | Promise<ReplyOf<C>> };

/** What the application tells the window unasked. */
export type AppEvent =
  | { readonly type: 'trainer-stopped'; readonly error: ErrorValue }
  /** The process that made the pictures of Try it ended unasked. */
  | { readonly type: 'generator-stopped'; readonly error: ErrorValue }
  /** The person closed the window while a run is going on, and is to say what becomes of it. */
  | { readonly type: 'close-asked' }
  /** The run is saved, then the window closes. */
  | { readonly type: 'closing' }
  /** A menu item was chosen. */
  | { readonly type: 'command'; readonly command: Command }
  /** Something that was asked for outside the window could not be done. */
  | { readonly type: 'problem'; readonly error: ErrorValue }
  /** A folder was chosen in a menu, dropped onto the application's icon, or named where the application was started. */
  | { readonly type: 'folder'; readonly folder: string };

/** What the preload script puts into the window, as `window.studio`. */
export interface StudioBridge {
  request: <C extends Channel>(channel: C, request: RequestOf<C>) => Promise<Result<ReplyOf<C>>>;
  onEvent: (listener: (event: AppEvent) => void) => void;
  /** Where a dropped file or folder lies; empty for one that is not on the disk. */
  pathOf: (file: object) => string;
}
