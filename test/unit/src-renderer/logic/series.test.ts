import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stretchesOf } from '../../../../src-main/contract/stretches';
import { Series } from '../../../../src-renderer/logic/series';

function grown(values: readonly number[]): Series {
  const series = new Series();
  values.forEach((value) => {
    series.push(value);
  });
  return series;
}

const wave = Array.from({ length: 5003 }, (_, index) => Math.fround(1 + Math.sin(index / 40) / 2));

describe('a series', () => {
  it('has the values of its steps, numbered from 1', () => {
    const series = grown([5, Number.NaN, 7]);
    expect([0, 1, 2, 3, 4].map((step) => series.at(step))).toEqual([undefined, 5, undefined, 7, undefined]);
    expect(series.length).toBe(3);
  });

  /** The first part comes with its stretches, the rest step by step. */
  function continued(values: readonly number[]): Series {
    const part = Float32Array.from(values.slice(0, values.length / 2));
    const series = Series.of(part, stretchesOf(part));
    values.slice(part.length).forEach((value) => {
      series.push(value);
    });
    return series;
  }

  it('finds the extremes of any stretch, whether it was read, grew step by step, or was read and then grew', () => {
    const values = fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 9000 });
    fc.assert(
      fc.property(values, fc.nat(), fc.nat(), (all, one, other) => {
        const [first, last] = [one % all.length, other % all.length].sort((a, b) => a - b).map((index) => index + 1);
        const part = all.slice((first ?? 1) - 1, last);
        const expected = { minimum: Math.min(...part), maximum: Math.max(...part) };
        for (const series of [Series.of(all), grown(all), continued(all)]) {
          const { minimum, maximum } = series.extremes(first ?? 1, last ?? 1);
          // Zero and minus zero are the same height.
          expect({ minimum: minimum + 0, maximum: maximum + 0 }).toEqual({
            minimum: expected.minimum + 0,
            maximum: expected.maximum + 0,
          });
        }
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  it('does not look at each value where its stretches come with it', () => {
    const values = new Float32Array(4096).fill(2);
    const levels = stretchesOf(values);
    // As no value says.
    levels[2]?.maxima.set([7]);
    expect(Series.of(values, levels).extremes(1, 4096)).toEqual({ minimum: 2, maximum: 7 });
  });

  it('begins anew after it was cleared', () => {
    const series = Series.of(new Float32Array(300).fill(9));
    expect(series.extremes(1, 300).maximum).toBe(9);
    series.clear();
    expect([series.length, series.at(1)]).toEqual([0, undefined]);
    series.extend(300).fill(2);
    expect(series.extremes(1, 300)).toEqual({ minimum: 2, maximum: 2 });
  });

  it('passes over what is not known', () => {
    const series = Series.of([Number.NaN, 3, Number.NaN, 1]);
    expect(series.extremes(1, 4)).toEqual({ minimum: 1, maximum: 3 });
    expect(series.extremes(3, 3).minimum).toBe(Infinity);
    expect(series.mean(1, 4)).toBe(2);
    expect(series.points(1, 4, 100)).toEqual([
      { x: 2, y: 3 },
      { x: 4, y: 1 },
    ]);
  });

  it('has a course of one value for each pixel, the newest one included', () => {
    const series = Series.of(wave);
    const course = series.course(1, wave.length, 100);
    expect(course.length).toBeLessThanOrEqual(100);
    expect(course.at(-1)).toEqual({ x: wave.length, y: wave.at(-1) });
    expect(course.every(({ x, y }) => y === wave[x - 1])).toBe(true);
    expect(series.course(10, 12, 100)).toEqual(series.points(10, 12, 100));
  });

  it('keeps a part of itself that goes its own way', () => {
    const series = Series.of([1, 2, 3]);
    const part = series.until(2);
    part.push(9);
    expect([part.at(3), series.at(3), part.length]).toEqual([9, 3, 3]);
    expect(part.extremes(1, 3)).toEqual({ minimum: 1, maximum: 9 });
  });
});

describe('points to draw', () => {
  it('are every one of them where there is room', () => {
    expect(Series.of([4, 2, 8]).points(0, 50, 300)).toEqual([
      { x: 1, y: 4 },
      { x: 2, y: 2 },
      { x: 3, y: 8 },
    ]);
  });

  it('lose no spike, stay in order and are two a pixel at the most', () => {
    const values = [...wave];
    values[776] = 90;
    values[4000] = Math.fround(0.01);
    const points = Series.of(values).points(1, values.length, 100);
    expect(points.length).toBeLessThanOrEqual(200);
    expect(points.map(({ y }) => y)).toEqual(expect.arrayContaining([90, Math.fround(0.01)]));
    expect(Math.abs((points.find(({ y }) => y === 90)?.x ?? 0) - 777)).toBeLessThan(5003 / 100);
    expect(points.map(({ x }) => x)).toEqual(points.map(({ x }) => x).sort((a, b) => a - b));
  });

  it('have the extremes of every stretch of steps', () => {
    const series = Series.of(wave);
    const points = series.points(1, 4096, 64);
    for (let start = 0; start < 4096; start += 64) {
      const inside = points.filter(({ x }) => x > start && x < start + 64).map(({ y }) => y);
      const part = wave.slice(start, start + 64);
      expect([Math.min(...inside), Math.max(...inside)]).toEqual([Math.min(...part), Math.max(...part)]);
    }
  });

  it('do not change while later ones are added', () => {
    const series = grown(wave.slice(0, 3000));
    const before = series.points(1, 4000, 100);
    wave.slice(3000).forEach((value) => {
      series.push(value);
    });
    expect(series.points(1, 4000, 100).slice(0, before.length - 2)).toEqual(before.slice(0, -2));
  });

  it('of a part are finer than those of the whole', () => {
    const series = Series.of(wave);
    expect(series.points(1000, 1099, 100)).toHaveLength(100);
    expect(series.points(1000, 1099, 100)[0]).toEqual({ x: 1000, y: wave[999] });
  });
});
