/** IEEE 754 half precision, rounded to the nearest, ties to even. */

const largest = 65_504;
const bits = new Uint32Array(1);
const floats = new Float32Array(bits.buffer);

/** Bit patterns of the nearest halves; what is larger than the largest becomes infinite. */
export function toFloat16(values: Float32Array): Uint16Array {
  // A loop: `Uint16Array.from` takes ten times as long, and there are millions of values.
  const halves = new Uint16Array(values.length);
  for (let index = 0; index < values.length; index++) {
    halves[index] = halfBits(values[index] ?? 0);
  }
  return halves;
}

function halfBits(value: number): number {
  floats[0] = value;
  const float = bits[0] ?? 0;
  const sign = (float >>> 16) & 0x8000;
  const magnitude = float & 0x7fffffff;
  if (magnitude > 0x7f800000) {
    return sign | 0x7e00;
  }
  // Halfway to the next above the largest rounds up, to infinity.
  if (Math.abs(value) >= largest + 16) {
    return sign | 0x7c00;
  }
  if (magnitude < 0x38800000) {
    // Below the smallest normal half, a half counts in steps of 2^-24.
    return sign | roundHalfEven(Math.abs(value) * 2 ** 24);
  }
  const dropped = magnitude & 0x1fff;
  const kept = (magnitude - 0x38000000) >>> 13;
  const up = dropped > 0x1000 || (dropped === 0x1000 && (kept & 1) === 1);
  return sign | (kept + (up ? 1 : 0));
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}

/** The values of halves, each of which a float32 holds exactly. */
export function fromFloat16(halves: Uint16Array): Float32Array {
  const values = new Float32Array(halves.length);
  for (let index = 0; index < halves.length; index++) {
    values[index] = halfValue(halves[index] ?? 0);
  }
  return values;
}

function halfValue(half: number): number {
  const sign = (half & 0x8000) === 0 ? 1 : -1;
  const [exponent, fraction] = [(half >> 10) & 0x1f, half & 0x3ff];
  if (exponent === 0x1f) {
    return fraction === 0 ? sign * Infinity : Number.NaN;
  }
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
