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

/** As OpenMoji's designers placed it. */
export const upright: Placement = { rotation: 0, scale: 1, mirror: false, shift: [0, 0] };

/** A variation that leaves the drawing recognisable and mostly inside its square. */
export function randomPlacement(random: Philox): Placement {
  const between = (low: number, high: number): number => low + (high - low) * random.nextUniform();
  return {
    rotation: between(-30, 30),
    scale: between(0.7, 1.05),
    mirror: random.nextUniform() < 0.5,
    shift: [between(-5, 5), between(-5, 5)],
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
