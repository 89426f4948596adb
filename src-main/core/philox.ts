/**
 * The counter-based random numbers of TensorFlow's stateless operations, bit for bit: Philox 4×32-10
 * (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011), keyed as
 * tensorflow/core/kernels/stateless_random_ops.cc does. Orders, crops, masks and initial weights all come from it,
 * so a run's whole randomness is its seed and its step.
 */

const multipliers = [0xd2511f53, 0xcd9e8d57] as const;
const weyl = [0x9e3779b9, 0xbb67ae85] as const;
/** TensorFlow scrambles the two seeds with this key, so that it does not matter which of them varies. */
const scrambleKey = [0x3ec8f720, 0x02461e29] as const;

type Quad = readonly [number, number, number, number];
type Key = readonly [number, number];

/** High and low word of the 64-bit product of two unsigned 32-bit integers. */
function multiply(a: number, b: number): readonly [number, number] {
  const aHigh = a >>> 16;
  const aLow = a & 0xffff;
  const bHigh = b >>> 16;
  const bLow = b & 0xffff;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const carry = (middle & 0xffff) + aLow * bHigh;
  const high = aHigh * bHigh + Math.floor(middle / 0x10000) + Math.floor(carry / 0x10000);
  return [high >>> 0, Math.imul(a, b) >>> 0];
}

function philox(counter: Quad, key: Key): Quad {
  let [c0, c1, c2, c3] = counter;
  let [k0, k1] = key;
  for (let round = 0; round < 10; round++) {
    const [high0, low0] = multiply(multipliers[0], c0);
    const [high1, low1] = multiply(multipliers[1], c2);
    [c0, c1, c2, c3] = [(high1 ^ c1 ^ k0) >>> 0, low1, (high0 ^ c3 ^ k1) >>> 0, low0];
    k0 = (k0 + weyl[0]) >>> 0;
    k1 = (k1 + weyl[1]) >>> 0;
  }
  return [c0, c1, c2, c3];
}

/** The sequence of `StatelessRandomUniform` and its kin for the seed `[seed0, seed1]` (int32 each). */
export class Philox {
  private readonly key: Key;
  private readonly high: readonly [number, number];
  private block = 0;
  private words: Quad = [0, 0, 0, 0];
  private used = 4;

  constructor(seed0: number, seed1: number) {
    const sign = (seed: number): number => (seed < 0 ? 0xffffffff : 0);
    const mixed = philox([seed0 >>> 0, sign(seed0), seed1 >>> 0, sign(seed1)], scrambleKey);
    this.key = [mixed[0], mixed[1]];
    this.high = [mixed[2], mixed[3]];
  }

  /** The next integer in [0, 2³²). */
  nextUint32(): number {
    if (this.used === 4) {
      const low = this.block >>> 0;
      const carry = Math.floor(this.block / 0x100000000);
      this.words = philox([low, carry, this.high[0], this.high[1]], this.key);
      this.block += 1;
      this.used = 0;
    }
    const word = this.words[this.used] ?? 0;
    this.used += 1;
    return word;
  }

  /** The next float32 in [0, 1): 23 random bits, as TensorFlow makes them. */
  nextUniform(): number {
    return (this.nextUint32() & 0x7fffff) / 0x800000;
  }

  /** The next two values of a standard normal distribution (Box–Muller), as `StatelessRandomNormal` pairs them. */
  nextNormalPair(): readonly [number, number] {
    const radius = Math.sqrt(-2 * Math.log(Math.max(this.nextUniform(), 1e-7)));
    const angle = 2 * Math.PI * this.nextUniform();
    return [Math.sin(angle) * radius, Math.cos(angle) * radius];
  }
}
