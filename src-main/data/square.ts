/** From a part of a decoded picture to the square that training sees. */
import type { Fit, PicturePart, Resizing } from '../contract/dataset';
import { rgbOf } from './colour';
import type { Picture } from './picture';
import { fitInto, partOf, type Region } from './region';

/** What is asked of a decoded picture; it needs no library, so that a page in a browser can answer too. */
export interface Resizable extends Pick<Picture, 'width' | 'height'> {
  /** A part of it, made `width`×`height`, in an array of its own or in the one that is given. */
  resized(from: Region, width: number, height: number, resizing: Resizing, into?: Uint8Array): Picture;
}

export interface SquareOptions {
  readonly part: PicturePart;
  readonly fit: Fit;
  readonly resizing: Resizing;
  /** "#rrggbb" of what a padded picture does not cover. */
  readonly background: string;
}

/**
 * [side, side, 3].
 *
 * @param into may be used for the pixels
 */
export function makeSquare(picture: Resizable, side: number, options: SquareOptions, into?: Uint8Array): Picture {
  const { from, to } = fitInto(partOf(picture, options.part), side, options.fit);
  if (to.width === side && to.height === side) {
    return picture.resized(from, side, side, options.resizing, into);
  }
  const fitted = picture.resized(from, to.width, to.height, options.resizing);
  const data = filled(side * side, options.background);
  for (let row = 0; row < to.height; row++) {
    const line = fitted.data.subarray(row * to.width * 3, (row + 1) * to.width * 3);
    data.set(line, ((to.top + row) * side + to.left) * 3);
  }
  return { width: side, height: side, data };
}

/** Pixels of one colour. */
function filled(pixels: number, colour: string): Uint8Array {
  const rgb = rgbOf(colour);
  return Uint8Array.from({ length: pixels * 3 }, (_, index) => rgb[index % 3] ?? 0);
}
