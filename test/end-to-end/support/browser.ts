/** A browser with nothing of ours in it. */
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { isRoot, startOf } from './application';

export interface Browser {
  readonly application: ElectronApplication;
  readonly page: Page;
}

/** WebGL drawn by the processor, where there is no graphics processor. */
const softwareGraphics = ['--use-gl=angle', '--use-angle=swiftshader', '--ignore-gpu-blocklist'];

/** Opens a page in Electron's Chromium; the caller closes the application. */
export async function openBrowser(address: string, userData: string): Promise<Browser> {
  const start = await startOf(userData, 'en', { BROWSER_PAGE: address });
  const args = [...start.args.slice(0, -1), ...softwareGraphics, join(__dirname, 'browser-main.cjs')];
  const application = await _electron.launch({ ...start, args, chromiumSandbox: !isRoot });
  return { application, page: await application.firstWindow() };
}

/** The largest difference of a canvas's colours from those of a PNG file's. */
export async function differenceFrom(page: Page, canvas: string, png: Buffer): Promise<number> {
  return page.evaluate(
    async ({ selector, base64 }) => {
      const shown = document.querySelector<HTMLCanvasElement>(selector);
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }), {
        colorSpaceConversion: 'none',
      });
      const other = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
      other?.drawImage(picture, 0, 0);
      const pixels = (context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D | null | undefined) =>
        context?.getImageData(0, 0, picture.width, picture.height).data ?? new Uint8ClampedArray();
      const [a, b] = [pixels(shown?.getContext('2d')), pixels(other)];
      return a.length === 0
        ? Infinity
        : a.reduce((largest, value, at) => Math.max(largest, Math.abs(value - (b[at] ?? Infinity))), 0);
    },
    { selector: canvas, base64: png.toString('base64') },
  );
}
