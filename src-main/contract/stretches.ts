/** The extremes of stretches of a long series, so that any part of it is drawn without a look at each value. */

/** Each entry of a level has the extremes of so many entries of the level below. */
const branching = 16;

/** The extremes of stretches of 16, 256, 4,096 … values. */
export interface StretchLevel {
  /** Values in a stretch. */
  readonly length: number;
  /** Stretches that are known; the arrays may have room for more. */
  entries: number;
  minima: Numbers;
  maxima: Numbers;
}

export type Numbers = Float32Array<ArrayBuffer>;

/** All levels of a series; what is NaN in it counts for nothing, and a stretch of nothing else has infinite extremes. */
export function stretchesOf(values: Numbers): StretchLevel[] {
  const levels: StretchLevel[] = [];
  gatherStretches(levels, values, values.length);
  return levels;
}

/**
 * Brings levels up to date: each full stretch becomes an entry of its level.
 *
 * @param levels of the same series when it was shorter; they grow in place
 * @param values with room for more than the first `count`
 */
export function gatherStretches(levels: StretchLevel[], values: Numbers, count: number): void {
  let [minima, maxima] = [values, values];
  for (let depth = 0, entries = count; entries >= branching; depth++) {
    entries = Math.floor(entries / branching);
    const length = branching ** (depth + 1);
    const level = (levels[depth] ??= { length, entries: 0, minima: new Float32Array(), maxima: new Float32Array() });
    if (level.minima.length < entries) {
      const capacity = Math.ceil(values.length / length);
      level.minima = grown(level.minima, capacity);
      level.maxima = grown(level.maxima, capacity);
    }
    gather(level, entries, minima, maxima);
    ({ minima, maxima } = level);
  }
}

/** The same numbers with room for more. */
export function grown(array: Numbers, length: number): Numbers {
  const longer = new Float32Array(length);
  longer.set(array);
  return longer;
}

/** Adds the entries up to a number of them from those of the level below. */
function gather(level: StretchLevel, entries: number, below: Numbers, above: Numbers): void {
  for (; level.entries < entries; level.entries++) {
    let minimum = Infinity;
    let maximum = -Infinity;
    const start = level.entries * branching;
    for (let index = start; index < start + branching; index++) {
      const low = below[index] ?? Number.NaN;
      const high = above[index] ?? Number.NaN;
      minimum = low < minimum ? low : minimum;
      maximum = high > maximum ? high : maximum;
    }
    level.minima[level.entries] = minimum;
    level.maxima[level.entries] = maximum;
  }
}
