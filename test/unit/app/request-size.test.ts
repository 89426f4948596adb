import { describe, expect, it } from 'vitest';
import { sizeOf } from '../../../src-main/app/request-size';

const most = 1e6;

describe('sizeOf', () => {
  it('counts texts, buffers and entries', () => {
    expect(sizeOf(null, most)).toBeLessThan(100);
    expect(sizeOf({ folder: 'x'.repeat(1000) }, most)).toBeGreaterThanOrEqual(2000);
    expect(sizeOf({ folder: 'x'.repeat(1000) }, most)).toBeLessThan(2200);
    expect(sizeOf({ png: new Uint8Array(5000) }, most)).toBeGreaterThanOrEqual(5000);
    expect(sizeOf({ ['x'.repeat(1000)]: 1 }, most)).toBeGreaterThanOrEqual(2000);
  });

  it.each([
    ['a long text', () => 'x'.repeat(600_000)],
    ['many entries', () => Array.from({ length: 100_000 }, () => 1)],
    ['a list that only says it is long', () => new Array<number>(4_000_000_000)],
    ['a large buffer', () => new ArrayBuffer(2e6)],
    ['a view of one', () => ({ a: new Float64Array(200_000) })],
    ['a long number', () => 1n << 10_000n],
    ['one that holds itself', () => circular()],
    ['one that branches into itself', () => branching()],
    ['what nests deeper than any stack', () => nested(500_000)],
  ])('finds %s too large, in no time', (_what, make) => {
    expect(sizeOf(make(), most)).toBeGreaterThan(most);
  });

  it('does not follow what is too large by its first entries', () => {
    let looked = 0;
    const value = Array.from({ length: 10 }, () => 'x'.repeat(400_000));
    const watched = new Proxy(value, {
      get(target, name) {
        looked += 1;
        return Reflect.get(target, name) as unknown;
      },
    });
    expect(sizeOf([watched, 'x'.repeat(600_000)], most)).toBeGreaterThan(most);
    expect(looked).toBe(0);
  });
});

function circular(): object {
  const value: { self?: object } = {};
  value.self = value;
  return value;
}

function branching(): object {
  const value: object[] = [];
  value.push(value, value, value);
  return value;
}

function nested(depth: number): object {
  let value = {};
  for (let level = 0; level < depth; level += 1) {
    value = { value };
  }
  return value;
}
