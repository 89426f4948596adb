/** How large a request of the window is, before anything looks at what it says. */

/** Bytes of an entry of a list or a field, beside what it holds. */
const overhead = 16;

/**
 * About the bytes of a value that was cloned from another process: of its texts and buffers, and some for each entry.
 * Counts no further than `most`, so that what is deep, circular or endless ends there.
 *
 * @returns more than `most` if the value is larger than that
 */
export function sizeOf(value: unknown, most: number): number {
  let bytes = 0;
  const left: unknown[] = [value];
  while (left.length > 0) {
    const next = left.pop();
    bytes += overhead + ownBytes(next);
    if (bytes > most) {
      return bytes;
    }
    for (const [name, entry] of entriesOf(next)) {
      bytes += name.length * 2;
      left.push(entry);
    }
  }
  return bytes;
}

function ownBytes(value: unknown): number {
  if (typeof value === 'string') {
    return value.length * 2;
  }
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
    return value.byteLength;
  }
  if (typeof value === 'bigint') {
    // None of ours is longer, and how long it is cannot be told in short.
    return BigInt.asIntN(64, value) === value ? 8 : Infinity;
  }
  // By its length, not by its entries: a list with a single one may say that it has four thousand million.
  return Array.isArray(value) ? value.length * overhead : 0;
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) {
    return [];
  }
  return Array.isArray(value) ? value.map((entry: unknown) => ['', entry]) : Object.entries(value);
}
