/** Settings that can be changed while a run trains: their sliders, which are finer where small values matter. */
import { numberRanges } from '../../src-main/contract/config';
import type { LiveChanges } from '../../src-main/contract/trainer';
import type { RunSummary } from '../../src-main/contract/routes';
import { roundUp } from './axis';

export type LiveField = keyof LiveChanges;
export const liveFields = ['lambda', 'learningRate', 'epochs'] as const satisfies readonly LiveField[];

/** A slider has whole positions from 0 to this. */
export const sliderEnd = 1000;

export interface LiveRange {
  readonly minimum: number;
  readonly maximum: number;
}

/** What a field accepts now: a run cannot have fewer epochs than it has begun. */
export function liveRange(field: LiveField, epoch: number): LiveRange {
  const { minimum, maximum } = numberRanges[field];
  return { minimum: field === 'epochs' ? Math.max(minimum, epoch) : minimum, maximum };
}

/** The stretch of a field that its slider covers; the number beside it takes the whole range. */
interface SliderScale {
  readonly toValue: (share: number) => number;
  readonly toShare: (value: number) => number;
}

/** Each tenth of the way multiplies the value by the same factor; a zero, if there is one, is the left end alone. */
function logarithmic(least: number, most: number, hasZero: boolean): SliderScale {
  const decades = Math.log10(most / least);
  return {
    toValue: (share) => (hasZero && share === 0 ? 0 : twoDigits(least * 10 ** (share * decades))),
    toShare: (value) => {
      const share = Math.log10(value / least) / decades;
      return hasZero && value > 0 ? Math.max(1 / sliderEnd, share) : share;
    },
  };
}

function sliderScale(field: LiveField, epoch: number, epochs: number): SliderScale {
  switch (field) {
    case 'lambda':
      return logarithmic(0.1, 10_000, true);
    case 'learningRate':
      return logarithmic(1e-6, 1e-2, false);
    case 'epochs': {
      const [least, most] = [epoch, roundUp(Math.max(10, epochs * 1.5))];
      return {
        toValue: (share) => Math.round(least + share * (most - least)),
        toShare: (value) => (value - least) / Math.max(1, most - least),
      };
    }
  }
}

/**
 * @param epoch the epoch that the run is in
 * @param epochs how many it has now
 */
export function sliderPosition(field: LiveField, value: number, epoch: number, epochs: number): number {
  const share = sliderScale(field, epoch, epochs).toShare(value);
  return Math.round(Math.min(1, Math.max(0, share)) * sliderEnd);
}

export function sliderValue(field: LiveField, position: number, epoch: number, epochs: number): number {
  return sliderScale(field, epoch, epochs).toValue(position / sliderEnd);
}

/** Epochs that a run has done up to its newest checkpoint, and those that it is to have. */
export function epochsOf({
  config,
  trainPairs,
  checkpointStep,
  totalSteps,
}: Pick<RunSummary, 'config' | 'trainPairs' | 'checkpointStep' | 'totalSteps'>): { done: number; whole: number } {
  const stepsPerEpoch = Math.max(1, trainPairs) / (config?.batch ?? 1);
  return { done: (checkpointStep ?? 0) / stepsPerEpoch, whole: Math.ceil(totalSteps / stepsPerEpoch) };
}

/** The number that was typed, or null for one that the field does not accept. */
export function parseLive(field: LiveField, text: string, epoch: number): number | null {
  const value = text.trim() === '' ? Number.NaN : Number(text.replaceAll(',', ''));
  const { minimum, maximum } = liveRange(field, epoch);
  const isRight = value >= minimum && value <= maximum && (!numberRanges[field].integer || Number.isInteger(value));
  return isRight ? value : null;
}

function twoDigits(value: number): number {
  return Number(value.toPrecision(2));
}
