/**
 * Does some work for each item, a few at a time, in their order. After a failure nothing new is begun; what is under way
 * is waited for, and then the first failure is thrown.
 */
export async function inParallel<T>(
  items: readonly T[],
  width: number,
  work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  const failures: unknown[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length && failures.length === 0) {
      const index = next;
      next += 1;
      try {
        // The index is below the length.
        await work(items[index] as T, index);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
  if (failures.length > 0) {
    throw failures[0];
  }
}

/** Items in one batch. */
const mostInBatch = 16;

/**
 * Batches for requests to `width` takers: large enough that a taker seldom waits for its next one, small enough that all
 * have work until the end.
 */
export function inBatches<T>(items: readonly T[], width: number): T[][] {
  const size = Math.max(1, Math.min(mostInBatch, Math.floor(items.length / (4 * width))));
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}
