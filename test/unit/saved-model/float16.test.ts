import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromFloat16, toFloat16 } from '../../../src-main/saved-model/float16';

/** The value of a half's bits, by the definition of IEEE 754. */
function valueOf(bits: number): number {
  const sign = (bits & 0x8000) === 0 ? 1 : -1;
  const [exponent, fraction] = [(bits >> 10) & 31, bits & 1023];
  if (exponent === 31) {
    return fraction === 0 ? sign * Infinity : NaN;
  }
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function half(value: number): number {
  return toFloat16(Float32Array.of(value))[0] ?? -1;
}

describe('toFloat16', () => {
  it('gives every half itself', () => {
    for (let bits = 0; bits < 65_536; bits++) {
      const value = valueOf(bits);
      expect(valueOf(half(value))).toBe(value);
    }
  });

  it('gives the nearest half, and of two as near the even one', () => {
    const finite = fc.float({ min: -65_519, max: 65_519, noNaN: true });
    fc.assert(
      fc.property(finite, (value) => {
        const bits = half(value);
        const distance = Math.abs(valueOf(bits) - value);
        for (const other of [bits - 1, bits + 1].filter((near) => Number.isFinite(valueOf(near & 0xffff)))) {
          const otherDistance = Math.abs(valueOf(other & 0xffff) - value);
          expect(distance < otherDistance || (distance === otherDistance && bits % 2 === 0)).toBe(true);
        }
      }),
    );
    expect(valueOf(half(2049))).toBe(2048);
    expect(valueOf(half(2051))).toBe(2052);
  });

  it.each([
    [65_520, Infinity],
    [-1e10, -Infinity],
    [NaN, NaN],
  ])('gives of %s %s', (value, expected) => {
    expect(valueOf(half(value))).toBe(expected);
  });
});

it('fromFloat16 gives the values of all halves', () => {
  const all = Uint16Array.from({ length: 65_536 }, (_, bits) => bits);
  expect([...fromFloat16(all)]).toEqual([...all].map(valueOf));
});
