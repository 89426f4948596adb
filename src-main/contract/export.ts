/** What an export is: its options, and `manifest.json`, which says how to feed it and what it was made from. */
import { z } from 'zod';
import { imageSizes, inputRecipeSchema, numberSchema } from './config';

export const exportFormats = ['savedmodel', 'onnx', 'tfjs', 'keras'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** How weights are stored; all formats compute in float32. */
export const exportPrecisions = ['float32', 'float16', 'uint8'] as const;
export type ExportPrecision = (typeof exportPrecisions)[number];

/** The precisions of a format: only TF.js reads weights of 8 bits. */
export function precisionsOf(format: ExportFormat): readonly ExportPrecision[] {
  return format === 'tfjs' ? exportPrecisions : ['float32', 'float16'];
}

const weightBytes: Readonly<Record<ExportPrecision, number>> = { float32: 4, float16: 2, uint8: 1 };

/** The scripts and the WebAssembly module of a TF.js export's page. */
const pageBytes = 1.9e6;

/** About how large the files get, for the network's number of weights; what else they hold is small. */
export function exportedBytes(weights: number, format: ExportFormat, precision: ExportPrecision): number {
  const bytes = weights * weightBytes[precision];
  // The page of a TF.js export carries the weights once more, as text.
  return Math.round(format === 'tfjs' ? bytes * (1 + 4 / 3) + pageBytes : bytes);
}

/** What an ONNX model takes and gives: float32 NCHW in [-1, 1], or bytes NHWC with the conversion inside. */
export const onnxPictures = ['float32', 'uint8'] as const;
export type OnnxPictures = (typeof onnxPictures)[number];

/** ONNX operator sets that an export can be written for. */
export const onnxOpsets = { minimum: 17, maximum: 21, default: 17 } as const;

/** The newest whole checkpoint, the one with the lowest validation L1, or the one of a step. */
export const checkpointChoiceSchema = z.union([z.literal('latest'), z.literal('best'), z.number().int().min(0)]);
export type CheckpointChoice = z.infer<typeof checkpointChoiceSchema>;

export const exportOptionsSchema = z.strictObject({
  /** Run folder. */
  run: z.string().min(1),
  /** Folder to make. */
  out: z.string().min(1),
  format: z.enum(exportFormats),
  checkpoint: checkpointChoiceSchema.default('latest'),
  precision: z.enum(exportPrecisions).default('float32'),
  /** ONNX only. */
  opset: z.number().int().min(onnxOpsets.minimum).max(onnxOpsets.maximum).default(onnxOpsets.default),
  /** ONNX only. */
  pictures: z.enum(onnxPictures).default('float32'),
  /** Dropout as noise, decided by the caller's numbers. */
  noise: z.boolean().default(false),
  /** Replace an earlier export of that name, once the new one is whole. */
  force: z.boolean().default(false),
});
export type ExportOptions = Readonly<z.infer<typeof exportOptionsSchema>>;

/** Export is at work on one of these; `done` of `total` bytes, or 0 of 0 where that is not known. */
export const exportStages = ['checkpoint', 'weights', 'files'] as const;
export interface ExportProgress {
  readonly stage: (typeof exportStages)[number];
  readonly done: number;
  readonly total: number;
}

export interface ExportResult {
  readonly path: string;
  readonly format: ExportFormat;
  readonly step: number;
  /** Of all files together. */
  readonly bytes: number;
}

/** The formats that this program can load itself, to compare them with the preview. */
export const checkedFormats: readonly ExportFormat[] = ['savedmodel', 'tfjs'];

export interface ExportCheck {
  /** Between the export's picture and the preview's, in [-1, 1]. */
  readonly largestDifference: number;
}

export const exportFiles = {
  manifest: 'manifest.json',
  card: 'model-card.md',
  savedModel: 'saved_model.pb',
  onnx: 'model.onnx',
  tfjs: 'model.json',
  page: 'index.html',
  keras: 'model.py',
  kerasWeights: 'weights.npz',
} as const;

/**
 * Inputs for noise where a format draws no random numbers itself: uniform ones in [0, 1) for each block with dropout,
 * in the shape of what it gives.
 */
export const noiseInputs = ['noise_1', 'noise_2', 'noise_3'] as const;

export const manifestVersion = 3;

/** −1 for a dimension that the caller chooses. */
const tensorSchema = z.strictObject({ name: z.string(), dtype: z.string(), shape: z.array(z.number().int()) });

const exportManifestSchema = z.strictObject({
  manifestVersion: z.literal(manifestVersion),
  format: z.enum(exportFormats),
  /** Of the stored weights; all computing is in float32. */
  precision: z.enum(exportPrecisions),
  /** Of ONNX, else null. */
  opset: z.number().int().nullable(),
  /** Side of the square training pictures in pixels. */
  size: z.union(imageSizes.map((size) => z.literal(size))),
  /** What decides its arithmetic, beside the weights. */
  network: z.strictObject({
    filters: numberSchema('filters'),
    dropout: numberSchema('dropout'),
    leakySlope: numberSchema('leakySlope'),
    normEpsilon: numberSchema('normEpsilon'),
    bottleneckNorm: z.boolean(),
  }),
  /** Height and width that the network takes are multiples of this. */
  multiple: z.number().int(),
  /** What the network is shown of a picture, as in its training. */
  recipe: inputRecipeSchema,
  layout: z.enum(['NHWC', 'NCHW']),
  /** Of a float32 input and output: byte / 127.5 − 1. Bytes are 0 to 255. */
  valueRange: z.tuple([z.literal(-1), z.literal(1)]),
  /** Mean and variance of each picture itself, as in training at batch 1; moving averages are not used. */
  normalisation: z.literal('statistics of each picture'),
  /** Whether the first function has dropout as noise. */
  noise: z.boolean(),
  /** The first is the one to use; others convert bytes, or add noise. */
  functions: z.array(
    z.strictObject({ name: z.string(), inputs: z.array(tensorSchema), outputs: z.array(tensorSchema) }),
  ),
  step: z.number().int(),
  versions: z.strictObject({ studio: z.string(), tensorflow: z.string(), tfjs: z.string() }),
  /** All files but this one. */
  files: z.record(z.string(), z.strictObject({ bytes: z.number().int(), sha256: z.string().length(64) })),
});

export type ExportManifest = Readonly<z.infer<typeof exportManifestSchema>>;
export type ExportedFunction = ExportManifest['functions'][number];

export function parseExportManifest(value: unknown): ExportManifest {
  return exportManifestSchema.parse(value);
}
