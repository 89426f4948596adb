/** One number for each step, up to millions of them, of which any stretch can be drawn at once. */
import { gatherStretches, grown, type Numbers, type StretchLevel } from '../../src-main/contract/stretches';

export interface Point {
  /** Step. */
  readonly x: number;
  readonly y: number;
}

export interface Extremes {
  readonly minimum: number;
  readonly maximum: number;
}

const firstCapacity = 1024;
const noExtremes: Extremes = { minimum: Infinity, maximum: -Infinity };

/**
 * Values of the steps 1, 2, 3, … as float32, which the losses are. Grows in place, and the extremes of any stretch are
 * found without looking at each of its values: those of whole stretches are kept from the first time on.
 */
export class Series {
  private values: Numbers = new Float32Array(firstCapacity);
  private readonly levels: StretchLevel[] = [];
  private count = 0;

  /**
   * @param values of the steps from 1 on; they are copied
   * @param levels of these values, if they were gathered before; the series keeps them
   */
  static of(values: ArrayLike<number>, levels: readonly StretchLevel[] = []): Series {
    const series = new Series();
    series.append(values);
    series.levels.push(...levels);
    return series;
  }

  /** Steps, as the last one is numbered. */
  get length(): number {
    return this.count;
  }

  /** Bytes that it takes. */
  get bytes(): number {
    const levels = this.levels.map(({ minima, maxima }) => minima.byteLength + maxima.byteLength);
    return levels.reduce((sum, bytes) => sum + bytes, this.values.byteLength);
  }

  /** The value of a step, or undefined for one that it has not, or of which nothing is known. */
  at(step: number): number | undefined {
    const value = step > this.count ? undefined : this.values[step - 1];
    return Number.isNaN(value) ? undefined : value;
  }

  /** Adds the value of the next step; NaN where nothing is known. */
  push(value: number): void {
    this.reserve(this.count + 1);
    this.values[this.count] = value;
    this.count += 1;
  }

  /** Adds the values of the next steps. */
  append(values: ArrayLike<number>): void {
    this.extend(values.length).set(values);
  }

  /** Adds so many steps, whose values are to be written into what it gives. */
  extend(count: number): Float32Array {
    this.reserve(this.count + count);
    this.count += count;
    return this.values.subarray(this.count - count, this.count);
  }

  /** Forgets all steps, but keeps the room for as many. */
  clear(): void {
    this.count = 0;
    this.levels.length = 0;
  }

  /** The values of the steps after `step`; a view that holds until the series grows. */
  after(step: number): Float32Array {
    return this.values.subarray(step, this.count);
  }

  /** A series of its own with the steps up to `last`. */
  until(last: number): Series {
    return Series.of(this.values.subarray(0, Math.min(last, this.count)));
  }

  /** The extremes of the steps `first` to `last`, both included; `minimum` is infinite where nothing is known. */
  extremes(first: number, last: number): Extremes {
    gatherStretches(this.levels, this.values, this.count);
    const end = Math.min(last, this.count);
    let { minimum, maximum } = noExtremes;
    let index = Math.max(1, first) - 1;
    while (index < end) {
      const level = this.widestLevel(index, end);
      const entry = level === null ? index : index / level.length;
      const low = (level?.minima ?? this.values)[entry] ?? Number.NaN;
      const high = (level?.maxima ?? this.values)[entry] ?? Number.NaN;
      minimum = low < minimum ? low : minimum;
      maximum = high > maximum ? high : maximum;
      index += level?.length ?? 1;
    }
    return { minimum, maximum };
  }

  /** The mean of the steps `first` to `last`, both included; NaN where nothing is known. Looks at each value. */
  mean(first: number, last: number): number {
    let sum = 0;
    let known = 0;
    for (let index = Math.max(1, first) - 1; index < Math.min(last, this.count); index++) {
      const value = this.values[index] ?? Number.NaN;
      if (!Number.isNaN(value)) {
        sum += value;
        known += 1;
      }
    }
    return sum / known;
  }

  /**
   * The points of the steps `first` to `last` for a drawing that is `width` pixels wide: every one of them if there is
   * room, else the lowest and the highest of each pixel's stretch, so that no spike is lost. Stretches lie at fixed
   * places, so that what is drawn does not flicker while the range grows.
   */
  points(first: number, last: number, width: number): Point[] {
    const from = Math.max(1, Math.floor(first));
    const to = Math.min(this.count, Math.ceil(last));
    const steps = stretchOf(Math.ceil(last) - from + 1, width);
    return steps === 1 ? this.everyPoint(from, to) : this.extremePoints(from, to, steps);
  }

  /** As `points`, but with the last value of each pixel's stretch alone: for a curve without spikes. */
  course(first: number, last: number, width: number): Point[] {
    const from = Math.max(1, Math.floor(first));
    const to = Math.min(this.count, Math.ceil(last));
    const steps = stretchOf(Math.ceil(last) - from + 1, width);
    const points: Point[] = [];
    for (let start = Math.floor((from - 1) / steps) * steps; start < to; start += steps) {
      const x = Math.min(start + steps, to);
      const y = this.at(x);
      if (y !== undefined) {
        points.push({ x, y });
      }
    }
    return points;
  }

  private everyPoint(from: number, to: number): Point[] {
    const points: Point[] = [];
    for (let step = from; step <= to; step++) {
      const y = this.values[step - 1] ?? Number.NaN;
      if (!Number.isNaN(y)) {
        points.push({ x: step, y });
      }
    }
    return points;
  }

  private extremePoints(from: number, to: number, steps: number): Point[] {
    const points: Point[] = [];
    for (let start = Math.floor((from - 1) / steps) * steps; start < to; start += steps) {
      const { minimum, maximum } = this.extremes(start + 1, start + steps);
      if (minimum === Infinity) {
        continue;
      }
      const x = start + (steps + 1) / 2;
      // Up in one stretch and down in the next, so that the line between two of them is short.
      const isUp = (start / steps) % 2 === 0;
      points.push({ x, y: isUp ? minimum : maximum });
      if (minimum !== maximum) {
        points.push({ x, y: isUp ? maximum : minimum });
      }
    }
    return points;
  }

  /** The level whose entry at `index` begins there and reaches farthest without passing `end`. */
  private widestLevel(index: number, end: number): StretchLevel | null {
    let widest: StretchLevel | null = null;
    for (const level of this.levels) {
      if (index % level.length !== 0 || index + level.length > end) {
        break;
      }
      widest = level;
    }
    return widest;
  }

  private reserve(count: number): void {
    if (count <= this.values.length) {
      return;
    }
    this.values = grown(this.values, Math.max(count, Math.ceil(this.values.length * 1.5)));
  }
}

/** Steps in the stretch of one pixel: the least power of two with which `count` steps fit into `width`. */
function stretchOf(count: number, width: number): number {
  return 2 ** Math.max(0, Math.ceil(Math.log2(count / Math.max(1, width))));
}
