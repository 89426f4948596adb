/**
 * What a training costs on this computer: measured, or estimated from a measurement of other networks.
 *
 * The model behind an estimate, and nothing else, says how costs relate to each other:
 *
 * - Time: a step takes as long as its floating-point operations at the rate that was measured. Those of convolutions are
 *   counted, which are nearly all of them. The generator runs forward once and backward once, and going backward costs
 *   twice as much as forward (gradients of weights and of inputs). The discriminator runs forward on the real and the
 *   generated picture, backward for its own loss on both, and for the generator's loss back to its input on one:
 *   2 + 4 + 1 = 7 times its forward cost.
 * - Memory: what the process takes before there are networks, 16 bytes a weight (itself, its gradient and Adam's two
 *   moments), and a share for each value that the layers hand on, by the batch; that share is what was measured.
 */
import { z } from 'zod';
import { precisionChoices, xlaChoices, type TrainConfig } from './config';
import { totalSteps } from './steps';

/** The fields that decide how much a step computes, and what memory it takes. */
export type CostFields = Pick<TrainConfig, 'size' | 'filters' | 'batch'>;
/** The fields that decide how long it takes. */
export type PaceFields = CostFields & Pick<TrainConfig, 'precision' | 'xla'>;

export const measurementSchema = z.strictObject({
  size: z.number().int(),
  filters: z.number().int(),
  batch: z.number().int(),
  precision: z.enum(precisionChoices),
  xla: z.enum(xlaChoices),
  /** Median of a train step, in seconds. */
  stepSeconds: z.number().positive(),
  /** Of predicting and encoding one picture of a sample, in seconds. */
  pictureSeconds: z.number().positive(),
  /** Of the process with the library loaded, before it had networks. */
  baseBytes: z.number().int(),
  /** The most that the process took. */
  peakBytes: z.number().int(),
});
export type Measurement = Readonly<z.infer<typeof measurementSchema>>;

export interface CostEstimate {
  /** The measurement that it comes from; it is of these very networks when `isMeasured`. */
  readonly from: Measurement;
  readonly isMeasured: boolean;
  /** Of the whole run, samples included; checkpoints are written beside the steps. */
  readonly seconds: number;
  readonly stepSeconds: number;
  readonly memoryBytes: number;
  /** All checkpoints that the finished run keeps. */
  readonly diskBytes: number;
  readonly checkpoints: number;
}

/** A sample shows at most so many pictures. */
const largestSampleCount = 8;
/** Of checkpoints the newest five stay, every tenth, and the best. */
const newestKept = 5;
const everyKept = 10;

interface Layer {
  readonly network: 'generator' | 'discriminator';
  readonly weights: number;
  /** Multiplications and additions of one forward pass, for one picture. */
  readonly operations: number;
  /** Values handed on to the next layer. */
  readonly values: number;
}

/** All convolutions of both networks: 4×4 kernels, the generator's of stride 2 throughout (paper, section 6.1). */
function layers({ size, filters }: Pick<CostFields, 'size' | 'filters'>): readonly Layer[] {
  const depth = Math.round(Math.log2(size));
  const width = (level: number): number => filters * Math.min(2 ** (level - 1), 8);
  const side = (level: number): number => size / 2 ** level;
  const layer = (network: Layer['network'], from: number, to: number, taps: number, values: number): Layer => ({
    network,
    weights: 16 * from * to,
    operations: 2 * 16 * from * to * taps,
    values,
  });
  const levels = Array.from({ length: depth }, (_, index) => index + 1);
  const down = levels.map((level) => {
    const places = side(level) ** 2;
    return layer('generator', level === 1 ? 3 : width(level - 1), width(level), places, places * width(level));
  });
  const up = levels.map((level) => {
    // From a level to the one above; the skip connection doubles what comes in, but for the innermost.
    const from = level === depth ? width(level) : 2 * width(level);
    const to = level === 1 ? 3 : width(level - 1);
    return layer('generator', from, to, side(level) ** 2, side(level - 1) ** 2 * to);
  });
  const discriminator = [
    [6, filters, side(1)],
    [filters, 2 * filters, side(2)],
    [2 * filters, 4 * filters, side(3)],
    [4 * filters, 8 * filters, side(3) - 1],
    [8 * filters, 1, side(3) - 2],
  ] as const;
  const judged = discriminator.map(([from, to, places]) =>
    layer('discriminator', from, to, places ** 2, places ** 2 * to),
  );
  return [...down, ...up, ...judged];
}

/** Forward passes that a train step is worth. */
const passes = { generator: 3, discriminator: 7 };

/** Floating-point operations of one train step. */
export function stepOperations(fields: CostFields): number {
  const each = layers(fields).map(({ network, operations }) => passes[network] * operations);
  return fields.batch * each.reduce((sum, operations) => sum + operations, 0);
}

function pictureOperations(fields: CostFields): number {
  const generator = layers(fields).filter(({ network }) => network === 'generator');
  return generator.reduce((sum, { operations }) => sum + operations, 0);
}

/** Weights of both networks, but for the few of norms and biases. */
export function countWeights(fields: CostFields): number {
  return layers(fields).reduce((sum, { weights }) => sum + weights, 0);
}

/** The same of the generator alone. */
export function countGeneratorWeights(fields: Pick<CostFields, 'size' | 'filters'>): number {
  const generator = layers(fields).filter(({ network }) => network === 'generator');
  return generator.reduce((sum, { weights }) => sum + weights, 0);
}

/** Values that one step hands on: the discriminator sees two pictures of each pair. */
function countValues(fields: CostFields): number {
  const each = layers(fields).map(({ network, values }) => (network === 'generator' ? 1 : 2) * values);
  return fields.batch * each.reduce((sum, values) => sum + values, 0);
}

const bytesPerWeight = 16;

function memoryOf(fields: CostFields, from: Measurement, measured: CostFields): number {
  const forValues = from.peakBytes - from.baseBytes - bytesPerWeight * countWeights(measured);
  const perValue = Math.max(0, forValues) / countValues(measured);
  return from.baseBytes + bytesPerWeight * countWeights(fields) + perValue * countValues(fields);
}

/** The measured networks' own fields. */
function fieldsOf({ size, filters, batch }: Measurement): CostFields {
  // A measurement is of a configuration that was parsed.
  return { size: size as CostFields['size'], filters, batch };
}

/** Whether a measurement is of steps that are computed in this way. */
function isAlike(fields: PaceFields, { precision, xla }: Measurement): boolean {
  return precision === fields.precision && xla === fields.xla;
}

/** The measurement of these very networks, or null. */
export function measurementOf(fields: PaceFields, measurements: readonly Measurement[]): Measurement | null {
  const isSame = ({ size, filters, batch }: Measurement): boolean =>
    size === fields.size && filters === fields.filters && batch === fields.batch;
  return measurements.find((measurement) => isSame(measurement) && isAlike(fields, measurement)) ?? null;
}

/**
 * The measurement of the networks whose step is nearest in size, or null when there is none; one of steps computed in
 * the same precision and by the same compiler if there is any, since how the others compare is different on each computer.
 */
export function nearestMeasurement(fields: PaceFields, measurements: readonly Measurement[]): Measurement | null {
  const distance = (measurement: Measurement): number =>
    Math.abs(Math.log(stepOperations(fieldsOf(measurement)) / stepOperations(fields)));
  const alike = measurements.filter((measurement) => isAlike(fields, measurement));
  return [...(alike.length > 0 ? alike : measurements)].sort((a, b) => distance(a) - distance(b))[0] ?? null;
}

/** What a step of these networks takes, in seconds and bytes at the most. */
export interface StepCost {
  readonly seconds: number;
  readonly bytes: number;
}

/** The same as a measurement of other networks has it. */
export function stepCostFrom(fields: CostFields, from: Measurement): StepCost {
  const measured = fieldsOf(from);
  const seconds = (from.stepSeconds * stepOperations(fields)) / stepOperations(measured);
  return { seconds, bytes: memoryOf(fields, from, measured) };
}

/** The same from what was measured on this computer; null before anything was. */
export function stepCost(fields: PaceFields, measurements: readonly Measurement[]): StepCost | null {
  const from = nearestMeasurement(fields, measurements);
  return from === null ? null : stepCostFrom(fields, from);
}

/**
 * What a whole run takes; null before anything was measured on this computer.
 *
 * @param pairs of the training split
 * @param testPairs of the test split, some of which every sample shows
 */
export function estimateCost(
  config: TrainConfig,
  pairs: number,
  testPairs: number,
  measurements: readonly Measurement[],
): CostEstimate | null {
  const from = measurementOf(config, measurements) ?? nearestMeasurement(config, measurements);
  if (from === null) {
    return null;
  }
  const step = stepCostFrom(config, from);
  const steps = totalSteps(config, pairs);
  const pictureSeconds = (from.pictureSeconds * pictureOperations(config)) / pictureOperations(fieldsOf(from));
  const pictures = Math.min(largestSampleCount, testPairs > 0 ? testPairs : pairs);
  const samples = 1 + Math.ceil(steps / config.sampleEvery);
  const checkpoints = keptCheckpoints(config, steps, pairs);
  return {
    from,
    isMeasured: measurementOf(config, [from]) !== null,
    seconds: steps * step.seconds + samples * pictures * pictureSeconds,
    stepSeconds: step.seconds,
    memoryBytes: step.bytes,
    diskBytes: checkpoints * 3 * 4 * countWeights(config),
    checkpoints,
  };
}

/** How many checkpoints a finished run keeps. */
function keptCheckpoints(config: TrainConfig, steps: number, pairs: number): number {
  const epochs = (steps * config.batch) / pairs;
  const byEpoch = Math.floor(epochs / config.checkpointEvery);
  const bySteps = config.checkpointEverySteps === null ? 0 : Math.floor(steps / config.checkpointEverySteps);
  // The end is one too, unless it is due anyway.
  const written = Math.max(1, byEpoch + bySteps + (epochs % config.checkpointEvery === 0 ? 0 : 1));
  const best = written > newestKept ? 1 : 0;
  return Math.min(written, newestKept) + Math.floor(Math.max(0, written - newestKept) / everyKept) + best;
}
