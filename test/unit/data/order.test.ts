import { expect, test } from 'vitest';
import { epochOrder, PairOrder, stepColour, stepJitter } from '../../../src-main/data/order';

test('every epoch has every pair once, in an order of its own that the seed decides', () => {
  const first = epochOrder(7, 0, 50);
  expect([...first].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, index) => index));
  expect(epochOrder(7, 0, 50)).toEqual(first);
  expect(epochOrder(7, 1, 50)).not.toEqual(first);
  expect(epochOrder(8, 0, 50)).not.toEqual(first);
});

test('all orders are about equally likely', () => {
  const counts = new Map<string, number>();
  for (let seed = 0; seed < 6000; seed++) {
    const order = epochOrder(seed, 0, 3).join('');
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  expect(counts.size).toBe(6);
  expect(Math.min(...counts.values())).toBeGreaterThan(850);
});

test('a batch at the end of an epoch is filled from the next', () => {
  const order = new PairOrder(3, 5);
  const seen = [1, 2, 3, 4, 5].flatMap((step) => order.pairsOf(step, 2));
  expect(seen).toEqual([...epochOrder(3, 0, 5), ...epochOrder(3, 1, 5)]);
});

test('a batch larger than the dataset repeats it', () => {
  expect(new PairOrder(3, 2).pairsOf(1, 5)).toEqual([0, 1, 2].flatMap((epoch) => epochOrder(3, epoch, 2)).slice(0, 5));
});

test('any step can be asked for first', () => {
  const straight = new PairOrder(1, 7);
  const all = Array.from({ length: 30 }, (_, index) => straight.pairsOf(index + 1, 3));
  expect(new PairOrder(1, 7).pairsOf(23, 3)).toEqual(all[22]);
  expect(straight.pairsOf(4, 3)).toEqual(all[3]);
});

test('crops reach every corner and no further, half the pairs are mirrored', () => {
  const jitters = Array.from({ length: 2000 }, (_, index) => stepJitter(1, index + 1, 2, 3)).flat();
  const rows = new Set(jitters.map(({ offset }) => offset[0]));
  const columns = new Set(jitters.map(({ offset }) => offset[1]));
  expect([...rows].sort()).toEqual([0, 1, 2, 3]);
  expect([...columns].sort()).toEqual([0, 1, 2, 3]);
  const mirrored = jitters.filter(({ mirror }) => mirror).length;
  expect(mirrored / jitters.length).toBeCloseTo(0.5, 1);
  expect(stepJitter(1, 9, 2, 3)).toEqual(stepJitter(1, 9, 2, 3));
});

test('colours follow from seed and step, fill their range and no more, and are neutral without strength', () => {
  expect(Array.from(stepColour(1, 9, 2, 0))).toEqual([1, 1, 0, 1, 1, 0]);
  expect(stepColour(1, 9, 2, 0.3)).toEqual(stepColour(1, 9, 2, 0.3));
  expect(stepColour(1, 9, 2, 0.3)).not.toEqual(stepColour(1, 10, 2, 0.3));
  const drawn = Array.from({ length: 2000 }, (_, index) => [...stepColour(5, index + 1, 1, 0.3)]);
  for (const [position, middle] of [1, 1, 0].entries()) {
    const values = drawn.map((colours) => (colours[position] ?? Number.NaN) - middle);
    expect(Math.max(...values)).toBeGreaterThan(0.29);
    expect(Math.max(...values)).toBeLessThanOrEqual(0.3 + 1e-6);
    expect(Math.min(...values)).toBeLessThan(-0.29);
    expect(values.reduce((sum, value) => sum + value, 0) / values.length).toBeCloseTo(0, 1);
  }
});
