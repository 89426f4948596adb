/** Tells drawn maps (a colour a meaning, as in the paper's labels) from photographs, by their pixels alone. */
import type { PicturePart } from '../contract/dataset';
import { pixelFunctions } from '../native/pixels';
import { partOf } from './region';
import type { ResizablePicture } from './resizable-picture';

/** A map's most frequent colours, this many, cover nearly all of it; a grey photograph's do too. */
const mapColours = 32;
const covered = 0.95;
/** But most of a map's pixels are also exactly as their neighbours are, which even a smooth photograph's are not. */
const equalNeighbours = 0.6;
/** Of a map that was decoded smaller, at least this share: its areas keep their colour, and their edges do not. */
const equalNeighboursOfSmaller = 0.2;
/** Rows that are looked at, evenly over the height. */
const rowsLookedAt = 256;

export function looksLikeLabels(picture: ResizablePicture, part: PicturePart): boolean {
  const { coveredShare } = pixelFunctions();
  return (
    equalShareOf(picture, part) >= equalNeighbours && coveredShare(...partAndStep(picture, part), mapColours) >= covered
  );
}

/** Whether a picture that was decoded smaller cannot be a drawn map. */
export function isPlainlyNoMap(picture: ResizablePicture, part: PicturePart): boolean {
  return equalShareOf(picture, part) < equalNeighboursOfSmaller;
}

function equalShareOf(picture: ResizablePicture, part: PicturePart): number {
  return pixelFunctions().equalShare(...partAndStep(picture, part));
}

function partAndStep(picture: ResizablePicture, part: PicturePart) {
  const region = partOf(picture, part);
  return [...picture.part(region), Math.max(1, Math.floor(region.height / rowsLookedAt))] as const;
}
