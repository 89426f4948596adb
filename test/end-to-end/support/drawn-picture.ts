/** Pictures of any size for a person's own folder, drawn by the window itself. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Page } from '@playwright/test';

/** Writes a PNG file of stripes, which differ from name to name, for each of the names below the folder. */
export async function drawPictures(
  page: Page,
  folder: string,
  names: readonly string[],
  width: number,
  height: number,
): Promise<void> {
  for (const [index, name] of names.entries()) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, Buffer.from(await drawStripes(page, width, height, index + 2), 'base64'));
  }
}

function drawStripes(page: Page, width: number, height: number, stripe: number): Promise<string> {
  return page.evaluate(
    (size) => {
      const canvas = Object.assign(document.createElement('canvas'), { width: size.width, height: size.height });
      const context = canvas.getContext('2d');
      if (context !== null) {
        for (let left = 0; left < size.width; left += size.stripe) {
          context.fillStyle = `hsl(${String((left * 37) % 360)} 60% 50%)`;
          context.fillRect(left, 0, size.stripe, size.height);
        }
      }
      return canvas.toDataURL('image/png').split(',')[1] ?? '';
    },
    { width, height, stripe },
  );
}
