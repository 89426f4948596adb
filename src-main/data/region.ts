/** Which part of a picture is meant, and how a part becomes square. */
import type { Fit, PicturePart } from '../contract/dataset';

/** A rectangle of whole pixels. */
export interface Region {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** A part of a picture; the middle row or column of an odd size belongs to neither half. */
export function partOf({ width, height }: Size, part: PicturePart): Region {
  const [halfWidth, halfHeight] = [Math.floor(width / 2), Math.floor(height / 2)];
  switch (part) {
    case 'whole':
      return { left: 0, top: 0, width, height };
    case 'left':
      return { left: 0, top: 0, width: halfWidth, height };
    case 'right':
      return { left: width - halfWidth, top: 0, width: halfWidth, height };
    case 'top':
      return { left: 0, top: 0, width, height: halfHeight };
    case 'bottom':
      return { left: 0, top: height - halfHeight, width, height: halfHeight };
  }
}

/** What is read of a part, and where it comes to lie in a square; what is beside it there is background. */
export interface Fitting {
  readonly from: Region;
  readonly to: Region;
}

/** Lays a part into a square of `side` pixels; cut and padding are the same on both sides, to a pixel. */
export function fitInto(part: Region, side: number, fit: Fit): Fitting {
  const { left, top, width, height } = part;
  const square = { left: 0, top: 0, width: side, height: side };
  const [shorter, longer] = [Math.min(width, height), Math.max(width, height)];
  switch (fit) {
    case 'stretch':
      return { from: part, to: square };
    case 'crop': {
      const [cutLeft, cutTop] = [Math.floor((width - shorter) / 2), Math.floor((height - shorter) / 2)];
      return { from: { left: left + cutLeft, top: top + cutTop, width: shorter, height: shorter }, to: square };
    }
    case 'pad': {
      const scaled = (length: number): number => Math.max(1, Math.round((length * side) / longer));
      const [toWidth, toHeight] = [scaled(width), scaled(height)];
      const [toLeft, toTop] = [Math.floor((side - toWidth) / 2), Math.floor((side - toHeight) / 2)];
      return { from: part, to: { left: toLeft, top: toTop, width: toWidth, height: toHeight } };
    }
  }
}
