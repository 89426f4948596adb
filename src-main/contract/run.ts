/** The run folder, format 1: names in it and the records that it holds. */
import { z } from 'zod';
import { parseTrainConfig, type TrainConfig } from './config';
import { AppError } from './errors';
import { reasonOf } from './messages/reason';

export const runFormat = 1;

export const runFiles = {
  record: 'run.json',
  metrics: 'metrics.jsonl',
  /** The losses of every step in binary, for a quick look. */
  losses: 'losses.f32',
  samples: 'samples',
  /** In a sample's folder: the names of its pairs, in the order of the pictures. */
  pairs: 'pairs.json',
  checkpoints: 'checkpoints',
  latest: 'latest',
  exports: 'exports',
  /** Held by the process that trains into the folder. */
  lock: 'lock',
  /** In a checkpoint's folder. */
  model: 'model',
  state: 'state.json',
  manifest: 'MANIFEST.json',
} as const;

const versionsSchema = z.strictObject({ studio: z.string(), tensorflow: z.string(), tfjs: z.string() });
export type Versions = Readonly<z.infer<typeof versionsSchema>>;

/** What was changed in the configuration of a run that had begun, after which step. */
const configChangeSchema = z.strictObject({
  step: z.number().int().min(0),
  field: z.string(),
  from: z.number().nullable(),
  to: z.number().nullable(),
});
export type ConfigChange = Readonly<z.infer<typeof configChangeSchema>>;

const configSchema = z.record(z.string(), z.unknown()).transform(parseTrainConfig);

const runRecordSchema = z.strictObject({
  format: z.literal(runFormat),
  created: z.string(),
  /** What the person calls it, where that is not its folder's name. */
  title: z.string().optional(),
  config: configSchema,
  dataset: z.strictObject({
    path: z.string(),
    fingerprint: z.string(),
    trainPairs: z.number().int(),
    testPairs: z.number().int(),
  }),
  /** Of the program that started the run. */
  versions: versionsSchema,
  /** Oldest first. */
  changes: z.array(configChangeSchema).default([]),
});

/** `run.json`. */
export type RunRecord = Readonly<z.infer<typeof runRecordSchema>>;

export function parseRunRecord(value: unknown): RunRecord {
  return runRecordSchema.parse(value);
}

/**
 * The record in the text of any `run.json`.
 *
 * @param path the run's folder, for the error
 * @throws AppError `run-newer`, or `run-damaged` for what is no such record.
 */
export function readRunText(text: string, path: string): RunRecord {
  try {
    const value: unknown = JSON.parse(text);
    const format = formatOf(value);
    if (format > runFormat) {
      throw new AppError('run-newer', { path, format, supported: runFormat });
    }
    return parseRunRecord(value);
  } catch (error) {
    const isNewer = error instanceof AppError && error.code === 'run-newer';
    throw isNewer ? error : new AppError('run-damaged', { path, reason: reasonOf(error) }, { cause: error });
  }
}

/** The format number of a record of any version, however new; 0 of what is none. */
export function formatOf(value: unknown): number {
  const result = z.object({ format: z.number() }).safeParse(value);
  return result.success ? result.data.format : 0;
}

const checkpointStateSchema = z.strictObject({
  format: z.literal(runFormat),
  /** Of the program that wrote it. */
  versions: versionsSchema,
  /** Steps done. */
  step: z.number().int().min(0),
  /** Whole epochs done, and pairs of the next one that were already used. */
  epoch: z.number().int().min(0),
  pairInEpoch: z.number().int().min(0),
  /** All random numbers are counted, not drawn: order, jitter and dropout of step n follow from `seed` and n alone. */
  seed: z.number().int(),
  config: configSchema,
  changes: z.array(configChangeSchema),
  datasetFingerprint: z.string(),
  /** How many checkpoints the run has had with this one. */
  ordinal: z.number().int().min(1),
  /** Mean absolute difference of prediction and target over the fixed pairs, or null where it was not measured. */
  validationL1: z.number().nullable(),
});

/** `state.json` of a checkpoint. */
export type CheckpointState = Readonly<z.infer<typeof checkpointStateSchema>>;

export function parseCheckpointState(value: unknown): CheckpointState {
  return checkpointStateSchema.parse(value);
}

/** The files of a checkpoint beside its manifest: the variables, as TensorFlow writes them, and the state. */
export const checkpointFiles = {
  index: `${runFiles.model}.index`,
  data: `${runFiles.model}.data-00000-of-00001`,
  state: runFiles.state,
} as const;

const sealSchema = z.strictObject({ bytes: z.number().int().min(0), sha256: z.string().length(64) });

const manifestSchema = z.strictObject({
  format: z.literal(runFormat),
  /** Exactly these names: any other could lead anywhere. */
  files: z.strictObject({
    [checkpointFiles.index]: sealSchema,
    [checkpointFiles.data]: sealSchema,
    [checkpointFiles.state]: sealSchema,
  }),
});

/** `MANIFEST.json`, written last: a checkpoint without it, or that does not match it, is not whole. */
export type CheckpointManifest = Readonly<z.infer<typeof manifestSchema>>;

export function parseCheckpointManifest(value: unknown): CheckpointManifest {
  return manifestSchema.parse(value);
}

/** "step-00000400". */
export function stepFolder(step: number): string {
  return `step-${String(step).padStart(8, '0')}`;
}

/** The step of a folder named by `stepFolder`, or null. */
export function stepOfFolder(name: string): number | null {
  const match = /^step-(\d{8,})$/.exec(name);
  return match?.[1] === undefined ? null : Number(match[1]);
}

export type { TrainConfig };
