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
/** A colour that is meant stands out as itself; the greys at the edge of a line are spread over all of theirs. */
const smallestOwnShare = 0.002;
const smallestWhole = 0.8;
const exactWhole = 0.99;

/** @returns null for pictures of many colours, such as photographs */
export function findPalette(bitmaps: readonly Bitmap[]): Palette | null {
  const counts = countColours(bitmaps);
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  if (total === 0) {
    return null;
  }
  const byCount = [...counts].sort((a, b) => b[1] - a[1]);
  const groups: { readonly colour: Colour; readonly own: number; count: number }[] = [];
  for (const [value, count] of byCount) {
    const colour: Colour = [value >> 16, (value >> 8) & 255, value & 255];
    const near = groups.find((group) => isClose(group.colour, colour));
    if (near !== undefined) {
      near.count += count;
    } else if (count / total >= smallestOwnShare) {
      groups.push({ colour, own: count, count });
    }
  }
  const large = groups.filter(({ count }) => count / total >= smallestShare);
  const colours = large
    .map(({ colour, count }) => ({ colour, share: count / total }))
    .sort((a, b) => b.share - a.share)
    .slice(0, mostColours);
  const whole = colours.reduce((sum, { share }) => sum + share, 0);
  const own = large.reduce((sum, group) => sum + group.own, 0) / total;
  return whole >= smallestWhole ? { colours, exact: own >= exactWhole } : null;
}

function countColours(bitmaps: readonly Bitmap[]): ReadonlyMap<number, number> {
  const pixels = bitmaps.reduce((sum, { width, height }) => sum + width * height, 0);
  const stride = Math.max(1, Math.floor(pixels / sampledPixels));
  const counts = new Map<number, number>();
  for (const { data } of bitmaps) {
    for (let at = 0; at < data.length; at += 4 * stride) {
      const value = ((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0);
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
  }
  return counts;
}

function isClose(a: Colour, b: Colour): boolean {
  return a.every((value, index) => Math.abs(value - (b[index] ?? 0)) <= closeness);
}
