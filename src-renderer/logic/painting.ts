/** The tools of a drawing: pen, eraser and fill on a bitmap. */
import { clip, copyBitmap, emptyArea, union, type Area, type Bitmap, type Colour, type Point } from './bitmap';

export const tools = ['pen', 'eraser', 'fill', 'pick'] as const;
export type Tool = (typeof tools)[number];

/** One pull of a pen, from where it touches to where it is lifted. */
export interface Stroke {
  readonly bitmap: Bitmap;
  /** The bitmap as it was when the pen touched. */
  readonly before: Bitmap;
  readonly colour: Colour;
  /** Of the pen's round tip, in pixels. */
  readonly diameter: number;
  /** Whether edges blend into what is below; label maps need hard ones, since a blend is no label. */
  readonly smooth: boolean;
  /** How much of each pixel the pen has covered, from 0 to 1: a place passed twice is not covered twice. */
  readonly coverage: Float32Array;
}

export function beginStroke(
  bitmap: Bitmap,
  pen: { readonly colour: Colour; readonly diameter: number; readonly smooth: boolean },
): Stroke {
  return { bitmap, before: copyBitmap(bitmap), ...pen, coverage: new Float32Array(bitmap.width * bitmap.height) };
}

/**
 * Draws on in a straight line; from a point to itself it is a dot.
 *
 * @returns what may have changed
 */
export function extendStroke(stroke: Stroke, from: Point, to: Point): Area {
  const { bitmap, diameter, smooth } = stroke;
  // A hard tip smaller than a pixel's diagonal could pass between the pixels' centres.
  const radius = smooth ? diameter / 2 : Math.max(diameter / 2, Math.SQRT1_2);
  const reach = radius + 1;
  const area = clip(
    {
      left: Math.floor(Math.min(from.x, to.x) - reach),
      top: Math.floor(Math.min(from.y, to.y) - reach),
      right: Math.ceil(Math.max(from.x, to.x) + reach),
      bottom: Math.ceil(Math.max(from.y, to.y) + reach),
    },
    bitmap,
  );
  for (let row = area.top; row < area.bottom; row++) {
    for (let column = area.left; column < area.right; column++) {
      const distance = distanceToLine({ x: column + 0.5, y: row + 0.5 }, from, to);
      const covered = smooth ? Math.min(1, Math.max(0, radius + 0.5 - distance)) : Number(distance <= radius);
      cover(stroke, row * bitmap.width + column, covered);
    }
  }
  return area;
}

function cover({ bitmap, before, colour, coverage }: Stroke, pixel: number, covered: number): void {
  if (covered <= (coverage[pixel] ?? 1)) {
    return;
  }
  coverage[pixel] = covered;
  for (let channel = 0; channel < 3; channel++) {
    const at = pixel * 4 + channel;
    const below = before.data[at] ?? 0;
    bitmap.data[at] = Math.round(below + ((colour[channel] ?? 0) - below) * covered);
  }
}

/** From a point to the nearest point of the line between two others. */
function distanceToLine(point: Point, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : ((point.x - from.x) * dx + (point.y - from.y) * dy) / length;
  const nearest = Math.min(1, Math.max(0, along));
  return Math.hypot(point.x - from.x - nearest * dx, point.y - from.y - nearest * dy);
}

/** How far from the colour under the pointer a channel may be for the pixel to be filled too: up to the edge of a line. */
const fillTolerance = 32;

/**
 * Fills the surface under a point, up to where another colour begins.
 *
 * @returns what changed; empty when the point lies outside
 */
export function fill(bitmap: Bitmap, { x, y }: Point, colour: Colour): Area {
  const { width, height, data } = bitmap;
  const [column, row] = [Math.floor(x), Math.floor(y)];
  if (column < 0 || row < 0 || column >= width || row >= height) {
    return emptyArea;
  }
  const start = row * width + column;
  const surface = data.slice(start * 4, start * 4 + 3);
  const filled = new Uint8Array(width * height);
  const isSurface = (pixel: number): boolean =>
    filled[pixel] === 0 &&
    [0, 1, 2].every((channel) => Math.abs((data[pixel * 4 + channel] ?? 0) - (surface[channel] ?? 0)) <= fillTolerance);
  let area = emptyArea;
  const waiting = [start];
  for (let pixel = waiting.pop(); pixel !== undefined; pixel = waiting.pop()) {
    if (!isSurface(pixel)) {
      continue;
    }
    filled[pixel] = 1;
    data.set(colour, pixel * 4);
    const [left, top] = [pixel % width, Math.floor(pixel / width)];
    area = union(area, { left, top, right: left + 1, bottom: top + 1 });
    if (left > 0) waiting.push(pixel - 1);
    if (left < width - 1) waiting.push(pixel + 1);
    if (top > 0) waiting.push(pixel - width);
    if (top < height - 1) waiting.push(pixel + width);
  }
  return area;
}
