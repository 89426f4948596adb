/**
 * The training configuration: every field once, with its range, unit and default.
 *
 * The command line, the window and `run.json` all read this table, so that a range can never differ between them.
 */
import { z } from 'zod';
import { colourPattern, fits, layoutChoices, resizingChoices, transforms } from './dataset';
import { AppError } from './errors';
import { shortened } from './one-line';

/** Characters of the longest path that a system takes (Windows). */
export const longestPath = 32_768;

/** Image sizes that a U-Net of depth log2(size) covers down to one pixel. */
export const imageSizes = [64, 128, 256, 512] as const;

/** Which half of a side-by-side picture is the input. The tutorial's facades keep it on the right. */
export const inputSides = ['right', 'left'] as const;
export type InputSide = (typeof inputSides)[number];

export const deviceChoices = ['auto', 'gpu', 'cpu'] as const;
export type DeviceChoice = (typeof deviceChoices)[number];

/** In what the products of the convolutions are computed; everything else, weights above all, is float32. */
export const precisions = ['float32', 'bfloat16', 'float16'] as const;
export type Precision = (typeof precisions)[number];

/** `auto`: what is fastest on the machine, as measured. */
export const precisionChoices = [...precisions, 'auto'] as const;

/** Whether TensorFlow's XLA compiles the train step; `auto`: where it was measured to be faster. */
export const xlaChoices = ['off', 'on', 'auto'] as const;
export type Xla = Exclude<(typeof xlaChoices)[number], 'auto'>;

/** How a step is computed, where a machine decides which way is the fastest. */
export interface Execution {
  readonly precision: Precision;
  readonly xla: Xla;
}

/** Whether the decoded pictures are kept in a packed store. */
export const cacheChoices = ['store', 'none'] as const;

export const presetNames = ['studio', 'tutorial', 'paper', 'quick'] as const;
export type PresetName = (typeof presetNames)[number];

export interface NumberRange {
  readonly minimum: number;
  readonly maximum: number;
  readonly integer: boolean;
}

const integer = (minimum: number, maximum: number): NumberRange => ({ minimum, maximum, integer: true });
const real = (minimum: number, maximum: number): NumberRange => ({ minimum, maximum, integer: false });

/** Inclusive ranges of all numeric fields. */
export const numberRanges = {
  epochs: integer(1, 100_000),
  steps: integer(1, 1_000_000_000),
  batch: integer(1, 64),
  lambda: real(0, 10_000),
  learningRate: real(1e-8, 1),
  beta1: real(0, 0.999),
  filters: integer(4, 128),
  dropout: real(0, 0.9),
  checkpointEvery: integer(1, 100_000),
  checkpointEverySteps: integer(1, 1_000_000_000),
  sampleEvery: integer(1, 1_000_000_000),
  seed: integer(0, 2_147_483_647),
  leakySlope: real(0, 1),
  normEpsilon: real(1e-12, 1),
  discriminatorLossScale: real(1e-6, 10),
  colourJitter: real(0, 1),
} as const satisfies Record<string, NumberRange>;

export type NumberField = keyof typeof numberRanges;

/** A number in the range of its field. */
export function numberSchema(field: NumberField): z.ZodNumber {
  const range = numberRanges[field];
  const schema = z.number().min(range.minimum).max(range.maximum);
  return range.integer ? schema.int() : schema;
}

export const seedSchema = numberSchema('seed');

const trainConfigSchema = z.strictObject({
  preset: z.enum(presetNames),
  /** Passes over the training split; `steps`, if set, overrides it. */
  epochs: numberSchema('epochs'),
  /** Total steps of the run, or null to count by epochs. */
  steps: numberSchema('steps').nullable(),
  batch: numberSchema('batch'),
  /** Weight of the L1 term in the generator's loss (paper, section 3.1). */
  lambda: numberSchema('lambda'),
  learningRate: numberSchema('learningRate'),
  beta1: numberSchema('beta1'),
  /** Side of the square training images in pixels. */
  size: z.union(imageSizes.map((size) => z.literal(size))),
  /** Base width f of both networks: f, 2f, 4f, 8f, 8f, … */
  filters: numberSchema('filters'),
  /** Dropout rate of the first three up-sampling blocks. */
  dropout: numberSchema('dropout'),
  /** Of pairs one above the other, left is the upper half. */
  inputSide: z.enum(inputSides),
  // How the pictures are read. Runs from before these fields have the defaults, which is what was done then.
  layout: z.enum(layoutChoices).default('auto'),
  /** Folders of layout `folders`, relative to the dataset's; empty for those that are recognised. */
  inputFolder: z.string().max(longestPath).default(''),
  targetFolder: z.string().max(longestPath).default(''),
  /** Makes the input of layout `single`. */
  transform: z.enum(transforms).default('none'),
  fit: z.enum(fits).default('stretch'),
  inputResizing: z.enum(resizingChoices).default('nearest'),
  targetResizing: z.enum(resizingChoices).default('nearest'),
  /** Behind transparent pixels and beside padded pictures: "#rrggbb". */
  background: z.string().regex(colourPattern).default('#ffffff'),
  /** Epochs between checkpoints. */
  checkpointEvery: numberSchema('checkpointEvery'),
  /** Steps between checkpoints, beside those of `checkpointEvery`; null for none. */
  checkpointEverySteps: numberSchema('checkpointEverySteps').nullable(),
  /** Steps between samples. */
  sampleEvery: numberSchema('sampleEvery'),
  seed: seedSchema,
  device: z.enum(deviceChoices),
  deterministic: z.boolean(),
  /** Of the convolutions' products. Runs from before this field have float32. A run's record never has `auto`. */
  precision: z.enum(precisionChoices).default('float32'),
  /** Runs from before this field had none. A run's record never has `auto`. */
  xla: z.enum(xlaChoices).default('off'),
  /** Random crop from 286/256 of the size and random mirror (paper, section 6.2). */
  jitter: z.boolean(),
  /**
   * Most that contrast, saturation and brightness change at random, the same for both pictures of a pair; 0 for not at
   * all. Runs from before this field had none.
   */
  colourJitter: numberSchema('colourJitter').default(0),
  /** `none` decodes the pictures anew in each epoch, for datasets that are larger than the disk: slower, same result. */
  cache: z.enum(cacheChoices).default('store'),
  /** Dropout as noise at inference too (paper, section 3.2). */
  noiseAtInference: z.boolean(),
  leakySlope: numberSchema('leakySlope'),
  normEpsilon: numberSchema('normEpsilon'),
  /** Batch norm over the single value at the bottleneck: the tutorial's, and the paper's erratum. */
  bottleneckNorm: z.boolean(),
  /** 1, or 0.5 as in the paper ("we divide the objective by 2 while optimizing D"). */
  discriminatorLossScale: numberSchema('discriminatorLossScale'),
});

export type TrainConfig = Readonly<z.infer<typeof trainConfigSchema>>;

/** The fields that decide which pictures are read, and how they become squares. */
export const datasetFields = [
  'layout',
  'inputFolder',
  'targetFolder',
  'transform',
  'inputSide',
  'fit',
  'inputResizing',
  'targetResizing',
  'background',
] as const satisfies readonly (keyof TrainConfig)[];
export type DatasetConfig = Pick<TrainConfig, (typeof datasetFields)[number]>;

/** The fields that say what a network is shown of a picture; predictions follow them as the training did. */
export const inputRecipeSchema = trainConfigSchema.pick({
  layout: true,
  inputSide: true,
  transform: true,
  fit: true,
  inputResizing: true,
  targetResizing: true,
  background: true,
});
export type InputRecipe = Readonly<z.infer<typeof inputRecipeSchema>>;

export function inputRecipeOf(config: InputRecipe): InputRecipe {
  const { layout, inputSide, transform, fit, inputResizing, targetResizing, background } = config;
  return { layout, inputSide, transform, fit, inputResizing, targetResizing, background };
}

/** The fields that decide which pictures are read at all. */
export const layoutConfigSchema = trainConfigSchema.pick({
  layout: true,
  inputFolder: true,
  targetFolder: true,
  transform: true,
  inputSide: true,
});
export type LayoutConfig = Readonly<z.infer<typeof layoutConfigSchema>>;

/** The part of a configuration that decides which pictures are read. */
export function layoutConfigOf({
  layout,
  inputFolder,
  targetFolder,
  transform,
  inputSide,
}: LayoutConfig): LayoutConfig {
  return { layout, inputFolder, targetFolder, transform, inputSide };
}

/** Everything is recognised. */
export const recognisedLayout: LayoutConfig = Object.freeze({
  layout: 'auto',
  inputFolder: '',
  targetFolder: '',
  transform: 'none',
  inputSide: 'right',
});

const studio: TrainConfig & Execution = Object.freeze({
  preset: 'studio',
  epochs: 150,
  steps: null,
  batch: 1,
  lambda: 100,
  learningRate: 2e-4,
  beta1: 0.5,
  size: 256,
  filters: 64,
  dropout: 0.5,
  inputSide: 'right',
  layout: 'auto',
  inputFolder: '',
  targetFolder: '',
  transform: 'none',
  fit: 'stretch',
  inputResizing: 'auto',
  targetResizing: 'auto',
  background: '#ffffff',
  checkpointEvery: 20,
  checkpointEverySteps: null,
  sampleEvery: 400,
  seed: 1,
  device: 'auto',
  deterministic: false,
  precision: 'float32',
  xla: 'off',
  jitter: true,
  colourJitter: 0,
  cache: 'store',
  noiseAtInference: false,
  leakySlope: 0.3,
  normEpsilon: 1e-3,
  bottleneckNorm: false,
  discriminatorLossScale: 1,
});

/** Complete configurations; a run starts from one of them. */
export const presets: Readonly<Record<PresetName, TrainConfig & Execution>> = Object.freeze({
  studio,
  tutorial: Object.freeze({
    ...studio,
    preset: 'tutorial',
    bottleneckNorm: true,
    noiseAtInference: true,
    inputResizing: 'nearest',
    targetResizing: 'nearest',
  }),
  paper: Object.freeze({
    ...studio,
    preset: 'paper',
    leakySlope: 0.2,
    normEpsilon: 1e-5,
    discriminatorLossScale: 0.5,
    noiseAtInference: true,
  }),
  quick: Object.freeze({
    ...studio,
    preset: 'quick',
    epochs: 10,
    size: 128,
    filters: 32,
    checkpointEvery: 5,
    sampleEvery: 100,
  }),
});

/**
 * A configuration from a preset and changes to it.
 *
 * @throws AppError `option-unknown` for a field that does not exist, `option-value` for a value outside its range.
 */
export function makeTrainConfig(preset: PresetName, changes: Readonly<Record<string, unknown>> = {}): TrainConfig {
  return parseTrainConfig({ ...presets[preset], ...changes, preset });
}

/**
 * Parses a configuration that comes from a file or another process.
 *
 * @throws AppError `option-unknown` or `option-value`, naming the field, the value and what is allowed.
 */
export function parseTrainConfig(value: unknown): TrainConfig {
  const result = trainConfigSchema.safeParse(value);
  if (result.success) {
    return Object.freeze(result.data);
  }
  const issue = result.error.issues[0];
  if (issue?.code === 'unrecognized_keys') {
    throw new AppError('option-unknown', { option: shown(issue.keys[0] ?? ''), known: Object.keys(studio).join(', ') });
  }
  const option = String(issue?.path[0] ?? '');
  throw new AppError('option-value', { option, value: valueOf(value, option), allowed: allowedValues(option) });
}

/** Characters of a refused value that its error shows. */
const longestShownValue = 100;

function valueOf(value: unknown, field: string): string {
  const fields = z.record(z.string(), z.unknown()).safeParse(value);
  return shown(fields.success ? fields.data[field] : value);
}

/** What nests is not followed: it may nest as deep as whoever wrote it likes. */
function shown(value: unknown): string {
  if (typeof value === 'object' && value !== null) {
    return Array.isArray(value) ? '[…]' : '{…}';
  }
  // What is left has a text of its own.
  return shortened(String(value), longestShownValue);
}

/** What a field accepts, as text in no language: "1, 2, …, 64" (whole numbers), "0…0.9", "right, left". */
export function allowedValues(field: string): string {
  if (isNumberField(field)) {
    const { minimum, maximum, integer: whole } = numberRanges[field];
    return whole
      ? `${String(minimum)}, ${String(minimum + 1)}, …, ${String(maximum)}`
      : `${String(minimum)}…${String(maximum)}`;
  }
  const choices: Readonly<Record<string, readonly (string | number)[]>> = {
    size: imageSizes,
    inputSide: inputSides,
    layout: layoutChoices,
    transform: transforms,
    fit: fits,
    inputResizing: resizingChoices,
    targetResizing: resizingChoices,
    background: ['#000000…#ffffff'],
    inputFolder: ['…'],
    targetFolder: ['…'],
    device: deviceChoices,
    precision: precisionChoices,
    xla: xlaChoices,
    cache: cacheChoices,
    preset: presetNames,
  };
  return (choices[field] ?? ['true', 'false']).join(', ');
}

function isNumberField(field: string): field is NumberField {
  return field in numberRanges;
}

/** Side of the picture from which the jitter crops: 286 for 256, as in the tutorial. */
export function jitterSize(size: number): number {
  return Math.round((size * 286) / 256);
}
