/** Tells drawn maps (a colour a meaning, as in the paper's labels) from photographs, by their pixels alone. */
import { pixelFunctions } from '../native/pixels';
import type { Region } from './region';
import type { ResizablePicture } from './resizable-picture';

/** A map's most frequent colours, this many, cover nearly all of it; a grey photograph's do too. */
const mapColours = 32;
const covered = 0.95;
/** But most of a map's pixels are also exactly as their neighbours are, which even a smooth photograph's are not. */
const equalNeighbours = 0.6;
/** Rows that are looked at, evenly over the height. */
const rowsLookedAt = 256;

export function looksLikeLabels(picture: ResizablePicture, region: Region): boolean {
  const { equalShare, coveredShare } = pixelFunctions();
  const part = picture.part(region);
  const rowStep = Math.max(1, Math.floor(region.height / rowsLookedAt));
  return equalShare(...part, rowStep) >= equalNeighbours && coveredShare(...part, rowStep, mapColours) >= covered;
}
