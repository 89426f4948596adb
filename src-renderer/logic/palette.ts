/** The few colours that a dataset's inputs are made of, if they are: labels of a map, or a line and its paper. */
import type { Bitmap, Colour } from './bitmap';

export interface PaletteColour {
  readonly colour: Colour;
  /** Of all pixels, from 0 to 1. */
  readonly share: number;
}

export interface Palette {
  /** The most frequent first. */
  readonly colours: readonly PaletteColour[];
  /** Nearly every pixel has one of these colours exactly: a drawing should have no blends either. */
  readonly exact: boolean;
}

/** Pixels looked at; more would not change the result. */
const sampledPixels = 262_144;
/** Compression moves the channels of a colour by this much at most. */
const closeness = 40;
const mostColours = 12;
const smallestShare = 0.01;
const smallestOwnShare = 0.001;
/** A colour that is meant covers surfaces; the greys at the edge of a line do not, and lie between the line and its paper. */
const smallestInnerPart = 0.25;
/** How far from a blend's exact value a channel may be. */
const blendCloseness = 16;
const smallestWhole = 0.8;
const exactWhole = 0.99;

/** @returns null for pictures of many colours, such as photographs */
export function findPalette(bitmaps: readonly Bitmap[]): Palette | null {
  const counts = countColours(bitmaps);
  const total = [...counts.values()].reduce((sum, { count }) => sum + count, 0);
  if (total === 0) {
    return null;
  }
  const byCount = [...counts].sort((a, b) => b[1].count - a[1].count);
  const groups: { readonly colour: Colour; readonly own: number; count: number; inner: number }[] = [];
  for (const [value, { count, inner }] of byCount) {
    const colour = colourOf(value);
    const near = groups.find((group) => isClose(group.colour, colour));
    if (near !== undefined) {
      near.count += count;
      near.inner += inner;
    } else if (count / total >= smallestOwnShare) {
      groups.push({ colour, own: count, count, inner });
    }
  }
  const bySize = groups.filter(({ count }) => count / total >= smallestShare).sort((a, b) => b.count - a.count);
  const large = bySize.filter(
    ({ count, inner, colour }, index) =>
      inner >= smallestInnerPart * count ||
      !isBlend(
        colour,
        bySize.slice(0, index).map((group) => group.colour),
      ),
  );
  const colours = large.map(({ colour, count }) => ({ colour, share: count / total })).slice(0, mostColours);
  const whole = colours.reduce((sum, { share }) => sum + share, 0);
  const own = large.reduce((sum, group) => sum + group.own, 0) / total;
  return whole >= smallestWhole ? { colours, exact: own >= exactWhole } : null;
}

interface Count {
  count: number;
  /** Of them, those whose neighbours to the right and below are close to it too. */
  inner: number;
}

function countColours(bitmaps: readonly Bitmap[]): ReadonlyMap<number, Count> {
  const pixels = bitmaps.reduce((sum, { width, height }) => sum + width * height, 0);
  const stride = Math.max(1, Math.floor(pixels / sampledPixels));
  const counts = new Map<number, Count>();
  for (const bitmap of bitmaps) {
    const { width, height } = bitmap;
    for (let pixel = 0; pixel < width * height; pixel += stride) {
      const value = valueAt(bitmap, pixel);
      const isEdge = pixel % width === width - 1 || pixel + width >= width * height;
      const neighbours = isEdge ? [] : [valueAt(bitmap, pixel + 1), valueAt(bitmap, pixel + width)];
      const isInner = !isEdge && neighbours.every((other) => isClose(colourOf(value), colourOf(other)));
      const entry = counts.get(value) ?? { count: 0, inner: 0 };
      counts.set(value, entry);
      entry.count += 1;
      entry.inner += Number(isInner);
    }
  }
  return counts;
}

/** Red, green and blue in one number. */
function valueAt({ data }: Bitmap, pixel: number): number {
  const at = pixel * 4;
  return ((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0);
}

function colourOf(value: number): Colour {
  return [value >> 16, (value >> 8) & 255, value & 255];
}

function isClose(a: Colour, b: Colour): boolean {
  return a.every((value, index) => Math.abs(value - (b[index] ?? 0)) <= closeness);
}

/** Whether a colour lies between two of the others. */
function isBlend(colour: Colour, others: readonly Colour[]): boolean {
  return others.some((a, index) => others.slice(index + 1).some((b) => liesBetween(colour, a, b)));
}

function liesBetween(colour: Colour, a: Colour, b: Colour): boolean {
  const way = a.map((value, channel) => (b[channel] ?? 0) - value);
  const length = way.reduce((sum, step) => sum + step * step, 0);
  const along =
    way.reduce((sum, step, channel) => sum + step * ((colour[channel] ?? 0) - (a[channel] ?? 0)), 0) / length;
  const isNear = colour.every(
    (value, channel) => Math.abs(value - (a[channel] ?? 0) - along * (way[channel] ?? 0)) <= blendCloseness,
  );
  return along > 0 && along < 1 && isNear;
}
