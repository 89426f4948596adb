/** A picture within a box, as CSS's `object-fit: contain` places it. */
import type { Point } from './bitmap';

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** How large a pixel of the picture is. */
export function scaleIn(box: Box, { width, height }: Size): number {
  return Math.min(box.width / width, box.height / height);
}

/** The place in the picture, in its pixels, of a place on the screen; outside of the picture it may be, too. */
export function toPicture(box: Box, picture: Size, at: Point): Point {
  const scale = scaleIn(box, picture);
  const left = box.left + (box.width - picture.width * scale) / 2;
  const top = box.top + (box.height - picture.height * scale) / 2;
  return { x: (at.x - left) / scale, y: (at.y - top) / scale };
}

/** The inverse of `toPicture`. */
export function toScreen(box: Box, picture: Size, at: Point): Point {
  const scale = scaleIn(box, picture);
  return {
    x: box.left + (box.width - picture.width * scale) / 2 + at.x * scale,
    y: box.top + (box.height - picture.height * scale) / 2 + at.y * scale,
  };
}
