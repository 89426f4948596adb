import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, root, test, type Studio } from './support/application';
import { decodePng, largestDifference, pixelsOf, type Pixels } from './support/canvas';
import { drop } from './support/run';
import { openRunPage, trainedSize, trainRun } from './support/trained-run';

const run = 'tried-1';
const horse = join(root, 'assets', 'sample-pairs', 'test', 'horse.png');

function drawing(page: Page): Promise<Pixels> {
  return pixelsOf(page.getByRole('application', { name: 'Drawing area' }));
}

function output(page: Page): Promise<Pixels> {
  return pixelsOf(page.getByRole('img', { name: 'Output' }));
}

async function openTry(studio: Studio): Promise<void> {
  await trainRun(studio, run);
  await openRunPage(studio, run, 'Try it');
  await expect.poll(async () => (await output(studio.page)).width).toBe(trainedSize);
}

/** The output once it no longer follows anything. */
async function settled(page: Page): Promise<Pixels> {
  let last = await output(page);
  await expect
    .poll(async () => {
      const before = last;
      last = await output(page);
      return largestDifference(before, last);
    })
    .toBe(0);
  return last;
}

/** Does something that changes the drawing, and gives it as it is then. */
async function changed(page: Page, act: () => Promise<void>): Promise<Pixels> {
  const before = await drawing(page);
  await act();
  await expect.poll(async () => largestDifference(await drawing(page), before)).toBeGreaterThan(0);
  return drawing(page);
}

test('pictures are dropped, pasted, opened and taken from the test pairs; what is none is refused by name', async ({
  studio,
}, testInfo) => {
  const { page } = studio;
  await openTry(studio);

  // Of a side-by-side pair the input half, at the training size.
  const dropped = await changed(page, () => drop(studio, horse));
  expect([dropped.width, dropped.height]).toEqual([trainedSize, trainedSize]);

  const text = testInfo.outputPath('notes.png');
  await writeFile(text, 'no picture');
  await drop(studio, text);
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('notes.png');
  expect(largestDifference(await drawing(page), dropped)).toBe(0);

  const tested = await changed(page, () => page.getByRole('button', { name: 'Test picture 2' }).click());
  await expect(alert).toBeHidden();
  const opened = await changed(page, () => page.locator('input[type=file]').setInputFiles(horse));
  expect(largestDifference(opened, dropped)).toBe(0);

  // The result, copied, can be the next input.
  const result = await settled(page);
  await page.getByRole('button', { name: 'Copy' }).click();
  await expect(page.getByText('Copied')).toBeVisible();
  const pasted = await changed(page, () => page.keyboard.press('Control+v'));
  expect(largestDifference(pasted, result)).toBe(0);
  for (const earlier of [opened, tested]) {
    await page.keyboard.press('Control+z');
    expect(largestDifference(await drawing(page), earlier)).toBe(0);
  }
  expect(studio.consoleErrors).toEqual([]);
});

test('a photograph becomes what the run’s dataset made of its own, and the switch says that it is an input already', async ({
  studio,
}) => {
  const { page } = studio;
  await trainRun(studio, run, ['--layout', 'single', '--transform', 'edges']);
  await openRunPage(studio, run, 'Try it');
  await expect.poll(async () => (await output(page)).width).toBe(trainedSize);

  const edges = await changed(page, () => drop(studio, horse));
  expect([edges.width, edges.height]).toEqual([trainedSize, trainedSize]);
  expect(new Set(edges.data)).toEqual(new Set([0, 255]));
  const photo = await changed(page, () => page.getByRole('switch', { name: 'Input made by: Edges (Canny)' }).click());
  expect(new Set(photo.data).size).toBeGreaterThan(20);
  await expect(page.getByText('Off: opened pictures are inputs already')).toBeVisible();
  await page.keyboard.press('Control+z');
  expect(largestDifference(await drawing(page), edges)).toBe(0);
});

test('the result is saved where the dialog says; a full disk is told', async ({ studio }, testInfo) => {
  const { page, application } = studio;
  await openTry(studio);
  const path = testInfo.outputPath('result.png');
  const answerDialog = (filePath: string): Promise<void> =>
    application.evaluate(({ dialog }, given) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: given });
    }, filePath);
  await answerDialog(path);
  await page.getByRole('button', { name: 'Save result…' }).click();
  await expect(page.getByText(`Saved: ${path}`)).toBeVisible();
  const shown = await output(page);
  expect(largestDifference(await decodePng(page, await readFile(path)), shown)).toBe(0);

  await answerDialog('/dev/full');
  await page.getByRole('button', { name: 'Save result…' }).click();
  await expect(page.getByRole('alert')).toContainText('The disk is full: /dev/full could not be written.');
});

test('the process that makes the pictures may be killed: it is told, the drawing stays, and it goes on', async ({
  studio,
}) => {
  const { page, application } = studio;
  await openTry(studio);
  const before = await drawing(page);
  const pid = await application.evaluate(
    ({ app }) => app.getAppMetrics().find(({ name }) => name === 'Pix2Pix Studio generator')?.pid ?? null,
  );
  process.kill(pid ?? NaN, 'SIGKILL');
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('The process that makes the pictures stopped.');
  expect(largestDifference(await drawing(page), before)).toBe(0);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(alert).toBeHidden();
  const last = await output(page);
  await changed(page, () => page.getByRole('button', { name: 'Test picture 3' }).click());
  await expect.poll(async () => largestDifference(await output(page), last)).toBeGreaterThan(0);
});

test('the drawing can be made with keys alone', async ({ studio }) => {
  const { page } = studio;
  await openTry(studio);
  const area = page.getByRole('application', { name: 'Drawing area' });
  await page.getByRole('button', { name: 'Clear' }).click();
  await page.keyboard.press('b');
  await expect(page.getByRole('button', { name: 'Pen (B)' })).toHaveAttribute('aria-pressed', 'true');
  await area.focus();
  const drawn = await changed(page, async () => {
    await page.keyboard.press('Space');
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Space');
  });
  const dark = drawn.data.filter((value, index) => index % 4 === 0 && value < 64).length;
  expect(dark).toBeGreaterThan(20);
  await page.keyboard.press('ArrowLeft');
  expect(largestDifference(await drawing(page), drawn)).toBe(0);

  // The toolbar is one stop, and the arrows move within it.
  await page.getByRole('button', { name: 'Pen (B)' }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('button', { name: 'Eraser (E)' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Eraser (E)' })).toHaveAttribute('aria-pressed', 'true');
});
