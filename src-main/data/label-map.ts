/** Tells drawn maps (a colour a meaning, as in the paper's labels) from photographs, by their pixels alone. */
import { pictureParts, type PicturePart } from '../contract/dataset';
import { pixelFunctions } from '../native/pixels';
import { partOf } from './region';
import type { ResizablePicture } from './resizable-picture';

/** A map's most frequent colours, this many, cover nearly all of it; a grey photograph's do too. */
const mapColours = 32;
const covered = 0.95;
/** But most of a map's pixels are also exactly as their neighbours are, which even a smooth photograph's are not. */
const equalNeighbours = 0.6;
/** Of a picture one half of which is a map, at least this share is: half as much, and some room for odd sizes. */
const equalNeighboursOfHalf = 0.25;
/** Of a map that was decoded smaller, at least this share: its areas keep their colour, and their edges do not. */
const equalNeighboursOfSmaller = 0.2;
/** Rows that are looked at, evenly over the height. */
const rowsLookedAt = 256;

/** The parts of a picture that look like drawn maps. */
export function labelPartsOf(picture: ResizablePicture): PicturePart[] {
  if (equalShareOf(picture, 'whole') < equalNeighboursOfHalf) {
    return [];
  }
  const { coveredShare } = pixelFunctions();
  return pictureParts.filter(
    (part) =>
      equalShareOf(picture, part) >= equalNeighbours &&
      coveredShare(...partAndStep(picture, part), mapColours) >= covered,
  );
}

/** Whether no part of a picture that was decoded smaller can look like a drawn map at its own size. */
export function isPlainlyNoMap(picture: ResizablePicture): boolean {
  return pictureParts.every((part) => equalShareOf(picture, part) < equalNeighboursOfSmaller);
}

function equalShareOf(picture: ResizablePicture, part: PicturePart): number {
  return pixelFunctions().equalShare(...partAndStep(picture, part));
}

function partAndStep(picture: ResizablePicture, part: PicturePart) {
  const region = partOf(picture, part);
  return [...picture.part(region), Math.max(1, Math.floor(region.height / rowsLookedAt))] as const;
}
