/**
 * Which OpenMoji drawings become sample pairs, and how they are split. The test pictures must be new to the network, so
 * a drawing whose outline nearly coincides with another's (clock faces, globes, banknotes) never becomes one.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import { z } from 'zod';
import { Philox } from '../core/philox';
import { fitted, renderOptions } from './sample-picture';
import { shuffle } from './shuffle';

/** One drawing of OpenMoji. */
export interface Emoji {
  /** File name without extension: the annotation in lower case, words joined by hyphens. */
  readonly name: string;
  /** The whole SVG documents, with the view box 0 0 72 72: strokes only, and strokes with colours. */
  readonly outline: string;
  readonly picture: string;
}

export interface EmojiSplit {
  readonly train: readonly Emoji[];
  readonly test: readonly Emoji[];
}

/** Groups of OpenMoji with things that have a natural colour, from which the shipped pairs are taken. */
export const shippedGroups = ['animals-nature', 'food-drink', 'objects', 'travel-places'] as const;

/** Groups for larger sets. Flags, brands, signs and letters are left out: their outlines do not tell their colours. */
export const allGroups = [
  ...shippedGroups,
  'activities',
  'people-body',
  'smileys-emotion',
  'extras-openmoji/animals-nature',
  'extras-openmoji/climate-environment',
  'extras-openmoji/emergency',
  'extras-openmoji/food-drink',
  'extras-openmoji/gardening',
  'extras-openmoji/healthcare',
  'extras-openmoji/objects',
  'extras-openmoji/people',
  'extras-openmoji/technology',
  'extras-openmoji/travel-places',
] as const;

/** Cosine of two thumbnails from which outlines count as nearly the same; found by looking at what it catches. */
const similarOutline = 0.75;
/** Side of the thumbnails that are compared, in pixels: coarse enough to forgive small differences. */
const thumbnailSide = 24;

/** Found by looking: below it a drawing is mostly white. */
const leastColourShare = 0.09;

const catalogueSchema = z.array(
  z.object({
    hexcode: z.string(),
    group: z.string(),
    subgroups: z.string(),
    annotation: z.string(),
    /** Set on variants of another drawing that differ by the colour of the skin alone. */
    skintone: z.union([z.string(), z.number()]),
  }),
);

/** OpenMoji's folder and what it says about itself. */
export function openMojiFolder(): string {
  return dirname(createRequire(import.meta.url).resolve('openmoji/package.json'));
}

/**
 * Splits drawings about `trainShare` to 1, in an order that follows from the seed. No test drawing resembles any other
 * of the given drawings.
 *
 * @param trainShare training drawings for every test drawing.
 */
export function splitEmojis(emojis: readonly Emoji[], trainShare: number, seed: number): EmojiSplit {
  const unlike = new Set(withoutLookalikes(emojis));
  const order = shuffle(emojis, new Philox(seed, 0));
  const test = order.filter((emoji) => unlike.has(emoji)).slice(0, Math.round(order.length / (trainShare + 1)));
  const tested = new Set(test);
  return { train: order.filter((emoji) => !tested.has(emoji)), test };
}

/** The drawings whose outlines resemble none of the others'. */
export function withoutLookalikes(emojis: readonly Emoji[]): Emoji[] {
  const thumbnails = emojis.map(({ outline }) => thumbnail(outline));
  return emojis.filter((_, index) =>
    thumbnails.every((other, at) => at === index || cosine(thumbnails[index] ?? other, other) < similarOutline),
  );
}

/** The drawings of which enough is coloured; where the picture is hardly more than its outline, there is little to learn. */
export function colourful(emojis: readonly Emoji[]): Emoji[] {
  return emojis.filter((emoji) => colourShare(emoji) >= leastColourShare);
}

/** Mean difference of picture and outline as they will be drawn, 0 to 1. */
function colourShare(emoji: Emoji): number {
  const { scale } = fitted(emoji);
  const options = { ...renderOptions, fitTo: { mode: 'width', value: thumbnailSide } } as const;
  const [picture, outline] = [emoji.picture, emoji.outline].map((svg) => new Resvg(svg, options).render().pixels);
  if (picture === undefined || outline === undefined) {
    return 0;
  }
  let sum = 0;
  for (let at = 0; at < picture.length; at++) {
    sum += Math.abs((picture[at] ?? 0) - (outline[at] ?? 0));
  }
  return (sum / (thumbnailSide ** 2 * 3 * 255)) * scale ** 2;
}

/** The drawings of the given groups ("food-drink", or "extras-openmoji/gardening"), in OpenMoji's order. */
export async function readEmojis(groups: readonly string[]): Promise<Emoji[]> {
  const folder = openMojiFolder();
  const catalogue = catalogueSchema.parse(JSON.parse(await readFile(join(folder, 'data', 'openmoji.json'), 'utf8')));
  const wanted = new Set(groups);
  const names = new Set<string>();
  const emojis: Emoji[] = [];
  for (const entry of catalogue) {
    const isWanted = wanted.has(entry.group) || wanted.has(`${entry.group}/${entry.subgroups}`);
    if (!isWanted || entry.skintone !== '') {
      continue;
    }
    const plain = fileName(entry.annotation);
    const name = names.has(plain) ? `${plain}-${entry.hexcode.toLowerCase()}` : plain;
    names.add(name);
    const file = `${entry.hexcode}.svg`;
    const outline = await readFile(join(folder, 'black', 'svg', file), 'utf8');
    const picture = await readFile(join(folder, 'color', 'svg', file), 'utf8');
    emojis.push({ name, outline, picture });
  }
  return emojis;
}

function fileName(annotation: string): string {
  const ascii = annotation.normalize('NFKD').toLowerCase();
  return ascii
    .replace(/[’'\p{Mark}]/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** Darkness of a small rendering as a vector of length 1. */
function thumbnail(svg: string): Float64Array {
  const options = { ...renderOptions, fitTo: { mode: 'width', value: thumbnailSide } } as const;
  const pixels = new Resvg(svg, options).render().pixels;
  const darkness = Float64Array.from({ length: thumbnailSide ** 2 }, (_, index) => 255 - (pixels[index * 4] ?? 255));
  const length = Math.hypot(...darkness);
  return darkness.map((value) => value / Math.max(length, 1));
}

function cosine(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) {
    sum += (a[index] ?? 0) * (b[index] ?? 0);
  }
  return sum;
}
