/** Draws of a seeded case: the same seed and number always give the same case. */
import { Philox } from '../../../src-main/core/philox';

export class Random {
  private readonly numbers: Philox;

  constructor(seed: number, index: number) {
    this.numbers = new Philox(seed, index);
  }

  /** A whole number from 0 up to, and without, `end`. */
  below(end: number): number {
    return end <= 1 ? 0 : Math.floor((this.numbers.nextUint32() / 2 ** 32) * end);
  }

  chance(probability: number): boolean {
    return this.numbers.nextUint32() / 2 ** 32 < probability;
  }

  pick<T>(values: readonly T[]): T {
    const value = values[this.below(values.length)];
    if (value === undefined && !values.includes(undefined as T)) {
      throw new Error('There is nothing to pick from.');
    }
    return value as T;
  }
}
