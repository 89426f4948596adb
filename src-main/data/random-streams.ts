import { Philox } from '../core/philox';

/** What random numbers are drawn for; each has its own numbers, so that one never shifts another's. */
const purposes = { split: 1, order: 2, jitter: 3, colour: 4 } as const;

/**
 * The random numbers for one purpose at one place of the sequence (an epoch, a step), independent of all others.
 *
 * @param seed the run's seed, 0 to 2^31 − 1.
 * @param index 0 to 2^31 − 1.
 */
export function randomStream(seed: number, purpose: keyof typeof purposes, index: number): Philox {
  const purposeSeed = new Philox(seed, purposes[purpose]).nextUint32() >>> 1;
  return new Philox(purposeSeed, index);
}
