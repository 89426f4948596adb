import type { Philox } from '../core/philox';

/** A random order of the items (Fisher–Yates); the items themselves stay where they are. */
export function shuffle<T>(items: readonly T[], random: Philox): T[] {
  const shuffled = items.slice();
  for (let last = shuffled.length - 1; last > 0; last--) {
    const chosen = randomBelow(last + 1, random);
    // Both indices lie inside the array.
    [shuffled[last], shuffled[chosen]] = [shuffled[chosen] as T, shuffled[last] as T];
  }
  return shuffled;
}

/** A whole number from 0 to below `limit`, which is at most 2^31: the bias is under limit / 2^32. */
export function randomBelow(limit: number, random: Philox): number {
  return Math.floor((random.nextUint32() / 0x1_0000_0000) * limit);
}
