/** Where the window stood last, and where it may stand now. */
import { z } from 'zod';

const boundsSchema = z.strictObject({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().min(1),
  height: z.number().int().min(1),
});
export type Bounds = Readonly<z.infer<typeof boundsSchema>>;

export const windowStateSchema = z.strictObject({
  /** When it is not maximised, in the screen's points. */
  bounds: boundsSchema,
  isMaximised: z.boolean(),
});
export type WindowState = Readonly<z.infer<typeof windowStateSchema>>;

/** Less of a window than this share on any display counts as none: the display has gone, or was moved. */
const leastVisibleShare = 0.25;

/** The bounds moved and shrunk into the display that shows most of them, or null when none shows enough of them. */
export function fitBounds(bounds: Bounds, displays: readonly Bounds[]): Bounds | null {
  const [best] = [...displays].sort((a, b) => sharedArea(b, bounds) - sharedArea(a, bounds));
  if (best === undefined || sharedArea(best, bounds) < bounds.width * bounds.height * leastVisibleShare) {
    return null;
  }
  const [width, height] = [Math.min(bounds.width, best.width), Math.min(bounds.height, best.height)];
  return {
    x: clamp(bounds.x, best.x, best.x + best.width - width),
    y: clamp(bounds.y, best.y, best.y + best.height - height),
    width,
    height,
  };
}

function sharedArea(a: Bounds, b: Bounds): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(0, width) * Math.max(0, height);
}

function clamp(value: number, minimum: number, maximum: number): number {
  return Math.max(minimum, Math.min(maximum, value));
}
