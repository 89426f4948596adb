/** A drawing with all that can be undone. */
import { copyBitmap, isEmpty, type Area, type Bitmap } from './bitmap';

/** What an undo puts back: the former pixels of an area, or a whole picture in the place of another. */
type Change = { readonly area: Area; readonly pixels: Uint8ClampedArray<ArrayBuffer> } | { readonly bitmap: Bitmap };

export interface Drawing {
  readonly bitmap: Bitmap;
  /** Oldest first. */
  readonly undo: readonly Change[];
  /** The next one last. */
  readonly redo: readonly Change[];
}

/** What may be kept for undoing; older changes are forgotten. */
const undoBytes = 64 * 2 ** 20;

export function newDrawing(bitmap: Bitmap): Drawing {
  return { bitmap, undo: [], redo: [] };
}

/**
 * The drawing after an area of its bitmap was changed in place.
 *
 * @param before the bitmap as it was
 */
export function recordChange(drawing: Drawing, before: Bitmap, area: Area): Drawing {
  return isEmpty(area) ? drawing : record(drawing, drawing.bitmap, { area, pixels: cut(before, area) });
}

/** The drawing with another picture, which an undo takes away again. */
export function replaceBitmap(drawing: Drawing, bitmap: Bitmap): Drawing {
  return record(drawing, bitmap, { bitmap: drawing.bitmap });
}

export function undoChange(drawing: Drawing): Drawing {
  const change = drawing.undo.at(-1);
  if (change === undefined) {
    return drawing;
  }
  const { bitmap, inverse } = apply(drawing.bitmap, change);
  return { bitmap, undo: drawing.undo.slice(0, -1), redo: [...drawing.redo, inverse] };
}

export function redoChange(drawing: Drawing): Drawing {
  const change = drawing.redo.at(-1);
  if (change === undefined) {
    return drawing;
  }
  const { bitmap, inverse } = apply(drawing.bitmap, change);
  return { bitmap, undo: [...drawing.undo, inverse], redo: drawing.redo.slice(0, -1) };
}

function record({ undo }: Drawing, bitmap: Bitmap, change: Change): Drawing {
  const changes = [...undo, change];
  let bytes = changes.reduce((sum, each) => sum + bytesOf(each), 0);
  while (bytes > undoBytes && changes.length > 1) {
    const [oldest] = changes.splice(0, 1);
    bytes -= oldest === undefined ? 0 : bytesOf(oldest);
  }
  return { bitmap, undo: changes, redo: [] };
}

function apply(bitmap: Bitmap, change: Change): { readonly bitmap: Bitmap; readonly inverse: Change } {
  if ('bitmap' in change) {
    return { bitmap: change.bitmap, inverse: { bitmap } };
  }
  const { area, pixels } = change;
  const inverse = { area, pixels: cut(bitmap, area) };
  const changed = copyBitmap(bitmap);
  const row = (area.right - area.left) * 4;
  for (let y = area.top; y < area.bottom; y++) {
    const from = (y - area.top) * row;
    changed.data.set(pixels.subarray(from, from + row), (y * bitmap.width + area.left) * 4);
  }
  return { bitmap: changed, inverse };
}

function cut({ width, data }: Bitmap, { left, top, right, bottom }: Area): Uint8ClampedArray<ArrayBuffer> {
  const row = (right - left) * 4;
  const pixels = new Uint8ClampedArray(row * (bottom - top));
  for (let y = top; y < bottom; y++) {
    const from = (y * width + left) * 4;
    pixels.set(data.subarray(from, from + row), (y - top) * row);
  }
  return pixels;
}

function bytesOf(change: Change): number {
  return ('bitmap' in change ? change.bitmap.data : change.pixels).length;
}
