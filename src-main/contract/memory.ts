/** What a training takes of the memory, and which smaller ones would fit. */
import { imageSizes, numberRanges } from './config';
import { stepCostFrom, type CostFields, type Measurement } from './cost';
import type { ErrorData, SmallerTraining } from './errors';

/**
 * On a processor with 2 cores (docs/benchmarks.md). How much memory a training takes hardly depends on the machine, so
 * this serves where nothing was measured; its times are those of that machine and serve nobody.
 */
const reference: Measurement = {
  size: 256,
  filters: 64,
  batch: 1,
  precision: 'float32',
  xla: 'off',
  stepSeconds: 1,
  pictureSeconds: 1,
  baseBytes: 395_599_872,
  peakBytes: 1_688_522_752,
};

/** Of what there is, so much may be planned with: the machine needs some itself. */
const usableShare = 0.9;
/** What ran out with less than there is, must become smaller by so much to be worth a try. */
const worthwhileShare = 0.8;

/** Bytes that training with these networks takes on a processor, at the most; an estimate. */
export function expectedMemory(fields: CostFields): number {
  return stepCostFrom(fields, reference).bytes;
}

/**
 * A training and its memory, for an error.
 *
 * @param limitBytes that there are; null where that is not known, as on a GPU
 */
export function describeMemory(fields: CostFields, limitBytes: number | null): ErrorData['memory-short'] {
  const { size, filters, batch } = fields;
  const needed = expectedMemory(fields);
  const room = Math.min(worthwhileShare * needed, usableShare * (limitBytes ?? Infinity));
  return {
    size,
    filters,
    batch,
    neededMegabytes: limitBytes === null ? null : megabytes(needed),
    limitMegabytes: limitBytes === null ? null : megabytes(limitBytes),
    smaller: smallerOnes(fields, room),
  };
}

/** Whether a training will hardly fit into so many bytes. */
export function isMemoryShort(fields: CostFields, limitBytes: number): boolean {
  return expectedMemory(fields) > usableShare * limitBytes;
}

export function megabytes(bytes: number): number {
  return Math.round(bytes / 1e6);
}

/** The largest value of each field by which a training fits into `room` bytes, the harmless ones first. */
function smallerOnes(fields: CostFields, room: number): readonly SmallerTraining[] {
  const fits = (change: Partial<CostFields>): boolean => expectedMemory({ ...fields, ...change }) <= room;
  const batch = halves(fields.batch, 1).find((value) => fits({ batch: value }));
  const filters = halves(fields.filters, numberRanges.filters.minimum).find((value) => fits({ filters: value }));
  const size = imageSizes.filter((value) => value < fields.size && fits({ size: value })).at(-1);
  return [
    ...(batch === undefined ? [] : [{ field: 'batch', value: batch } as const]),
    ...(filters === undefined ? [] : [{ field: 'filters', value: filters } as const]),
    ...(size === undefined ? [] : [{ field: 'size', value: size } as const]),
  ];
}

/** A half, a quarter, and so on. */
function halves(value: number, least: number): readonly number[] {
  const half = Math.floor(value / 2);
  return half < least ? [] : [half, ...halves(half, least)];
}
