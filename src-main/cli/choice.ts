/** Values of options that are no part of the training configuration. */
import { AppError } from '../contract/errors';
import { formatCount } from './numbers';

/** @throws AppError `option-value` unless `text` is one of `choices`. */
export function parseChoice<T extends string>(option: string, text: string, choices: readonly T[]): T {
  const choice = choices.find((name) => name === text);
  if (choice === undefined) {
    throw new AppError('option-value', { option, value: text, allowed: choices.join(', ') });
  }
  return choice;
}

export interface CountRange {
  readonly minimum: number;
  readonly maximum: number;
}

/** "2…100,000" */
export function countRangeText({ minimum, maximum }: CountRange): string {
  return `${formatCount(minimum)}…${formatCount(maximum)}`;
}

/** @throws AppError `option-value` unless `text` is a whole number in the range. */
export function parseCount(option: string, text: string, range: CountRange): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!(value >= range.minimum && value <= range.maximum)) {
    throw new AppError('option-value', { option, value: text, allowed: countRangeText(range) });
  }
  return value;
}
