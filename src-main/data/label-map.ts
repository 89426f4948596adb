/** Tells drawn maps (a colour a meaning, as in the paper's labels) from photographs, by their pixels alone. */
import type { Picture } from './picture';
import type { Region } from './region';

/** Colours are compared by this many bits a channel, so that the noise of a JPEG file does not make new ones. */
const colourBits = 5;
/** A map's most frequent colours, this many, cover nearly all of it; a grey photograph's do too. */
const mapColours = 32;
const covered = 0.95;
/** But most of a map's pixels are also exactly as their neighbours are, which even a smooth photograph's are not. */
const equalNeighbours = 0.6;
/** Rows that are looked at, evenly over the height. */
const rowsLookedAt = 256;

export function looksLikeLabels({ width, data }: Picture, region: Region): boolean {
  const counts = new Map<number, number>();
  const rowStep = Math.max(1, Math.floor(region.height / rowsLookedAt));
  let [pixels, equal] = [0, 0];
  for (let row = 0; row < region.height; row += rowStep) {
    let before = -1;
    for (let column = 0; column < region.width; column++) {
      const at = ((region.top + row) * width + region.left + column) * 3;
      const colour = ((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0);
      const coarse = coarseColour(colour);
      counts.set(coarse, (counts.get(coarse) ?? 0) + 1);
      equal += Number(colour === before);
      before = colour;
      pixels += 1;
    }
  }
  const largest = [...counts.values()].sort((a, b) => b - a).slice(0, mapColours);
  const cover = largest.reduce((sum, count) => sum + count, 0) / pixels;
  return cover >= covered && equal / pixels >= equalNeighbours;
}

function coarseColour(colour: number): number {
  const shift = 8 - colourBits;
  return (((colour >> 16) >> shift) << 16) | ((((colour >> 8) & 0xff) >> shift) << 8) | ((colour & 0xff) >> shift);
}
