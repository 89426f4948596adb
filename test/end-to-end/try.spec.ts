import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expect, test, type Studio } from './support/application';
import { decodePng, largestDifference, pixelsOf, pngOf, type Pixels } from './support/canvas';
import { command, openRunPage, trainedSize, trainRun } from './support/trained-run';

const run = 'tried-1';

function drawing(page: Page): Locator {
  return page.getByRole('application', { name: 'Drawing area' });
}

function output(page: Page): Locator {
  return page.getByRole('img', { name: 'Output' });
}

/** Opens Try it, and waits for the first output. */
async function openTry(studio: Studio): Promise<void> {
  await openRunPage(studio, run, 'Try it');
  await expect.poll(async () => (await pixelsOf(output(studio.page))).width).toBe(trainedSize);
}

/** Waits until the output is another one. */
async function nextOutput(page: Page, before: Pixels): Promise<Pixels> {
  await expect.poll(async () => largestDifference(await pixelsOf(output(page)), before)).toBeGreaterThan(0);
  return settledOutput(page);
}

/** The output once it no longer follows anything. */
async function settledOutput(page: Page): Promise<Pixels> {
  let last = await pixelsOf(output(page));
  await expect
    .poll(async () => {
      const before = last;
      last = await pixelsOf(output(page));
      return largestDifference(before, last);
    })
    .toBe(0);
  return last;
}

async function stroke(page: Page): Promise<void> {
  const box = await drawing(page).boundingBox();
  if (box === null) {
    throw new Error('The drawing area is not on the screen.');
  }
  await page.mouse.move(box.x + box.width * 0.2, box.y + box.height * 0.3);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.8, box.y + box.height * 0.6, { steps: 8 });
  await page.mouse.up();
}

/** What `predict` makes of the pixels that are on the screen. */
async function predicted(studio: Studio, folder: string, options: readonly string[] = []): Promise<Pixels> {
  const input = join(folder, 'drawn.png');
  await writeFile(input, await pngOf(drawing(studio.page)));
  const out = join(folder, 'predicted');
  await command(['predict', join(studio.userData, 'runs', run), input, '--out', out, ...options]);
  return decodePng(studio.page, await readFile(join(out, 'drawn.png')));
}

test('the output follows the pen and is what predict gives; undo, another checkpoint, noise; the drawing stays', async ({
  studio,
}, testInfo) => {
  const { page } = studio;
  await trainRun(studio, run);
  await openTry(studio);
  const untouched = await pixelsOf(drawing(page));
  const first = await settledOutput(page);

  await stroke(page);
  const drawn = await pixelsOf(drawing(page));
  expect(largestDifference(drawn, untouched)).toBeGreaterThan(100);
  const followed = await nextOutput(page, first);
  expect(largestDifference(followed, await predicted(studio, testInfo.outputPath()))).toBeLessThanOrEqual(1);

  await page.keyboard.press('Control+z');
  expect(largestDifference(await pixelsOf(drawing(page)), untouched)).toBe(0);
  expect(largestDifference(await nextOutput(page, followed), first)).toBe(0);
  await page.keyboard.press('Control+Shift+z');
  expect(largestDifference(await pixelsOf(drawing(page)), drawn)).toBe(0);

  // Another checkpoint is another network.
  await nextOutput(page, first);
  await page.getByRole('option', { name: /^Step 4/ }).click();
  const earlier = await nextOutput(page, followed);
  const expected = await predicted(studio, testInfo.outputPath(), ['--checkpoint', '4']);
  expect(largestDifference(earlier, expected)).toBeLessThanOrEqual(1);

  // Noise is the run's own, and another draw is another picture.
  await page.getByRole('switch', { name: 'Noise (dropout)' }).click();
  const noisy = await nextOutput(page, earlier);
  const noise = await predicted(studio, testInfo.outputPath(), ['--checkpoint', '4', '--noise', 'on']);
  expect(largestDifference(noisy, noise)).toBeLessThanOrEqual(1);
  await page.getByRole('button', { name: 'Draw again' }).click();
  const again = await nextOutput(page, noisy);
  expect(largestDifference(again, noisy)).toBeGreaterThan(1);

  // Another page and back: the drawing, the choices and the output are as they were.
  await page.keyboard.press('Control+2');
  await expect(drawing(page)).toBeHidden();
  await page.keyboard.press('Control+3');
  expect(largestDifference(await pixelsOf(drawing(page)), drawn)).toBe(0);
  await expect(page.getByRole('option', { name: /^Step 4/ })).toHaveAttribute('aria-selected', 'true');
  expect(largestDifference(await settledOutput(page), again)).toBe(0);
  await page.getByRole('button', { name: 'Undo (Ctrl Z)' }).click();
  expect(largestDifference(await pixelsOf(drawing(page)), untouched)).toBe(0);
  expect(studio.consoleErrors).toEqual([]);
});
