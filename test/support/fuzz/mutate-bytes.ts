/** Changed bytes, as a broken disk or a malicious person leaves them. */
import type { Random } from './random';

const edges = [0, 1, 0x7f, 0x80, 0xff];
const largeEdges = [0, 1, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];

/** One to eight changes. */
export function mutateBytes(random: Random, original: Uint8Array): Uint8Array {
  let bytes = Buffer.from(original);
  for (let left = 1 + random.below(8); left > 0; left--) {
    bytes = random.pick(changes)(bytes, random);
  }
  return bytes;
}

const changes: readonly ((bytes: Buffer<ArrayBuffer>, random: Random) => Buffer<ArrayBuffer>)[] = [
  // A bit.
  (bytes, random) => {
    const at = random.below(bytes.length);
    return written(bytes, at, [(bytes[at] ?? 0) ^ (1 << random.below(8))]);
  },
  (bytes, random) => written(bytes, random.below(bytes.length), [random.pick(edges)]),
  // A length or an offset.
  (bytes, random) => {
    const number = Buffer.alloc(4);
    const value = random.pick(largeEdges);
    if (random.chance(0.5)) {
      number.writeUInt32BE(value);
    } else {
      number.writeUInt32LE(value);
    }
    return written(bytes, random.below(bytes.length), [...number]);
  },
  // Less of it.
  (bytes, random) => bytes.subarray(0, random.below(bytes.length + 1)),
  (bytes, random) => {
    const [start, end] = span(bytes, random);
    return Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)]);
  },
  // More of it.
  (bytes, random) => {
    const [start, end] = span(bytes, random);
    return Buffer.concat([bytes.subarray(0, end), bytes.subarray(start)]);
  },
  (bytes, random) => {
    const at = random.below(bytes.length + 1);
    const more = Buffer.from(Array.from({ length: random.below(64) }, () => random.below(256)));
    return Buffer.concat([bytes.subarray(0, at), more, bytes.subarray(at)]);
  },
];

function written(bytes: Buffer<ArrayBuffer>, at: number, values: readonly number[]): Buffer<ArrayBuffer> {
  const changed = Buffer.from(bytes);
  values.forEach((value, index) => {
    if (at + index < changed.length) {
      changed[at + index] = value;
    }
  });
  return changed;
}

function span(bytes: Buffer, random: Random): readonly [number, number] {
  const start = random.below(bytes.length);
  return [start, Math.min(bytes.length, start + random.below(4096))];
}
