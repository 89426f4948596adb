/** Pictures as the window has them: pixels of its canvases, and PNG files read and written by its own Chromium. */
import type { Locator, Page } from '@playwright/test';

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and alpha of every pixel. */
  readonly data: readonly number[];
}

/** Of a canvas, or of the one in an element. */
export function pixelsOf(element: Locator): Promise<Pixels> {
  return element.evaluate((found) => {
    const canvas = found instanceof HTMLCanvasElement ? found : found.querySelector('canvas');
    if (canvas === null) {
      throw new Error('There is no canvas.');
    }
    const { width, height } = canvas;
    const data = canvas.getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
    return { width, height, data: [...data] };
  });
}

/** The bytes of a PNG file of what a canvas shows. */
export async function pngOf(canvas: Locator): Promise<Buffer> {
  const url = await canvas.evaluate((found) => (found instanceof HTMLCanvasElement ? found.toDataURL() : ''));
  return Buffer.from(url.replace('data:image/png;base64,', ''), 'base64');
}

/** The pixels of a PNG file. */
export function decodePng(page: Page, bytes: Buffer): Promise<Pixels> {
  return page.evaluate(
    async (values) => {
      const image = await createImageBitmap(new Blob([new Uint8Array(values)]), { colorSpaceConversion: 'none' });
      const { width, height } = image;
      const context = new OffscreenCanvas(width, height).getContext('2d');
      context?.drawImage(image, 0, 0);
      return { width, height, data: [...(context?.getImageData(0, 0, width, height).data ?? [])] };
    },
    [...bytes],
  );
}

/** The largest difference of any channel of any pixel; infinite for pictures of different sizes. */
export function largestDifference(a: Pixels, b: Pixels): number {
  if (a.width !== b.width || a.height !== b.height) {
    return Infinity;
  }
  return a.data.reduce((largest, value, index) => Math.max(largest, Math.abs(value - (b.data[index] ?? NaN))), 0);
}
