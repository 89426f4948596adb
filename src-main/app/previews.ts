/** Pictures of the opened dataset as training will see them, made by the decoding process as the window asks for them. */
import { z } from 'zod';
import {
  colourPattern,
  fits,
  resizings,
  transforms,
  type PictureRecipe,
  type PictureSource,
} from '../contract/dataset';
import { appOrigin } from '../contract/wire';
import type { DatasetShelf } from './opened-dataset';
import type { ProcessHost } from './process-host';

/** Of the squares, in pixels: what the grid draws, on a screen of two dots a pixel. */
const previewSide = 256;
/** Previews that are made at once; large pictures take much memory. */
const mostAtOnce = 2;

/** What is asked of the decoding process. */
export interface PreviewRequest {
  readonly type: 'preview';
  readonly id: number;
  readonly source: PictureSource;
  readonly role: 'input' | 'target';
  readonly recipe: PictureRecipe;
  readonly side: number;
}
export type PreviewHost = ProcessHost<PreviewRequest, { readonly preview: { readonly png: Uint8Array } }>;

const previewPath = /^\/datasets\/([0-9]+)\/([0-9]+)\/(input|target)$/;

const lookSchema = z.strictObject({
  fit: z.enum(fits),
  resizing: z.enum(resizings),
  transform: z.enum(transforms),
  background: z.string().regex(colourPattern),
});

/**
 * @returns what makes the PNG file of an address, or null for an address that is none of a preview. The promise rejects
 *   with the decoder's error.
 */
export function createPreviews(
  shelf: DatasetShelf,
  host: Pick<PreviewHost, 'request'>,
): (address: string) => Promise<Uint8Array> | null {
  const waiting: (() => void)[] = [];
  let running = 0;

  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (running === mostAtOnce) {
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
      });
    } else {
      running += 1;
    }
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) {
        running -= 1;
      } else {
        next();
      }
    }
  }

  return (address) => {
    const preview = previewOf(address, shelf);
    return preview === null
      ? null
      : inTurn(async () => (await host.request('preview', { ...preview, side: previewSide })).png);
  };
}

/** The source and the recipe that an address names: `/datasets/DATASET/PAIR/SIDE?fit=…&resizing=…&transform=…&background=…`. */
function previewOf(address: string, shelf: DatasetShelf): Pick<PreviewRequest, 'source' | 'role' | 'recipe'> | null {
  if (!address.startsWith(`${appOrigin}/datasets/`)) {
    return null;
  }
  const { pathname, searchParams } = new URL(address);
  const [, dataset, pair, side] = previewPath.exec(pathname) ?? [];
  const look = lookSchema.safeParse(Object.fromEntries(searchParams));
  const source = shelf.sourceOf(Number(dataset), Number(pair), side === 'input' ? 'input' : 'target');
  if (source === null || !look.success) {
    return null;
  }
  const { fit, resizing, transform, background } = look.data;
  const recipe = { fit, transform, background, inputResizing: resizing, targetResizing: resizing };
  return { source, role: transform === 'none' ? 'target' : 'input', recipe };
}
