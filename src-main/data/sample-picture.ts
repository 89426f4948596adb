/** Draws one sample pair: an OpenMoji drawing in colour on the left, its outline on the right, both on white. */
import { Resvg } from '@resvg/resvg-js';
import type { Philox } from '../core/philox';
import type { Emoji } from './sample-emojis';

/** The drawings hold no text; looking for the system's fonts would take most of the time. */
export const renderOptions = { background: 'white', font: { loadSystemFonts: false } } as const;

/** Side of one half, in pixels. */
export const sampleSide = 256;

/** How a drawing is placed in its square of 72×72 units; the same for both halves. */
export interface Placement {
  /** Degrees, clockwise. */
  readonly rotation: number;
  readonly scale: number;
  readonly mirror: boolean;
  /** Units to the right and down. */
  readonly shift: readonly [number, number];
}

/** Units that a fitted drawing fills of its square's 72. */
const fittedExtent = 66;
/** Lines grow with the drawing; a tiny one keeps them bearable. */
const largestFit = 1.6;

/**
 * The drawing upright in the middle, as large as its square allows: OpenMoji leaves wide margins, and white pixels teach
 * a network little.
 */
export function fitted({ picture }: Emoji): Placement {
  const box = new Resvg(picture, renderOptions).getBBox();
  if (box === undefined || box.width <= 0 || box.height <= 0) {
    return { rotation: 0, scale: 1, mirror: false, shift: [0, 0] };
  }
  const scale = Math.min(fittedExtent / Math.max(box.width, box.height), largestFit);
  const centred = (start: number, extent: number): number => (36 - (start + extent / 2)) * scale;
  return { rotation: 0, scale, mirror: false, shift: [centred(box.x, box.width), centred(box.y, box.height)] };
}

/** A variation of a placement that leaves the drawing recognisable and mostly inside its square. */
export function randomPlacement({ scale, shift }: Placement, random: Philox): Placement {
  const between = (low: number, high: number): number => low + (high - low) * random.nextUniform();
  return {
    rotation: between(-30, 30),
    scale: scale * between(0.65, 0.95),
    mirror: random.nextUniform() < 0.5,
    shift: [shift[0] + between(-5, 5), shift[1] + between(-5, 5)],
  };
}

/** PNG of the pair, 2·sampleSide × sampleSide. */
export function drawPair(emoji: Emoji, placement: Placement): Uint8Array {
  const svg = [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 144 72">',
    half(emoji.picture, 0, placement),
    half(emoji.outline, 72, placement),
    '</svg>',
  ].join('');
  return new Resvg(svg, { ...renderOptions, fitTo: { mode: 'width', value: 2 * sampleSide } }).render().asPng();
}

/** A nested document, so that nothing of one half reaches into the other. */
function half(drawing: string, x: number, { rotation, scale, mirror, shift }: Placement): string {
  const transform = [
    `translate(${String(36 + shift[0])} ${String(36 + shift[1])})`,
    `rotate(${String(rotation)})`,
    `scale(${String(mirror ? -scale : scale)} ${String(scale)})`,
    'translate(-36 -36)',
  ].join(' ');
  const content = drawing.replace(/^[\s\S]*?<svg[^>]*>/, '').replace(/<\/svg>\s*$/, '');
  return `<svg x="${String(x)}" width="72" height="72" viewBox="0 0 72 72"><g transform="${transform}">${content}</g></svg>`;
}
