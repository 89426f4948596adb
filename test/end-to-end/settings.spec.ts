import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { presets } from '../../src-main/contract/config';
import { parseRunRecord, runFiles } from '../../src-main/contract/run';
import { expect, test } from './support/application';
import { makeFolder } from './support/folder';
import { chooseQuickLook, drop, readMetrics, shownLosses, shownStep } from './support/run';

/** A processor computes float16 a little slower, but all know it, unless its library may not use what it has. */
const precision = process.env['ONEDNN_MAX_CPU_ISA'] === undefined ? 'float16' : 'float32';

test('a run on a folder of one’s own has the settings that were typed, is listed with the others, and is resumed', async ({
  studio,
}, testInfo) => {
  const { page } = studio;
  const folder = testInfo.outputPath('my pairs');
  await makeFolder(folder);
  await drop(studio, folder);

  // A value out of range is said in place, and is the reason why nothing can start.
  const start = page.getByRole('button', { name: 'Start training' });
  await chooseQuickLook(studio);
  const epochs = page.getByLabel('Epochs', { exact: true });
  await expect(epochs).toHaveValue('10');
  await epochs.fill('1.5');
  await expect(epochs).toHaveAccessibleDescription('Type a whole number from 1 to 100,000.');
  await expect(page.getByText('Mend first: Epochs')).toBeVisible();
  await expect(start).toBeDisabled();
  await epochs.fill('2000');
  await expect(page.getByText('8,000 steps in all')).toBeVisible();

  await page.getByText('More', { exact: true }).click();
  const batch = page.getByLabel('Batch size', { exact: true });
  await batch.fill('5');
  await expect(page.getByText(/^A batch holds more than the 4 pairs for training/)).toBeVisible();
  await batch.fill('1');
  await expect(page.getByText(/^A batch holds more than/)).toBeHidden();
  await page.getByRole('radio', { name: '64', exact: true }).check();
  for (const [name, value] of [
    ['lambda (L1 weight)', '50'],
    ['Learning rate', '0.001'],
    ['Base filters', '4'],
    ['Sample every', '7'],
    ['Seed', '5'],
  ] as const) {
    await page.getByLabel(name, { exact: true }).fill(value);
  }
  await page.getByRole('radio', { name: precision, exact: true }).check();
  await page.getByRole('button', { name: 'Swap' }).click();
  await start.click();
  await expect.poll(() => shownStep(studio)).toBeGreaterThanOrEqual(7);

  const folderOfRun = join(studio.userData, 'runs', 'my pairs-1');
  const record = await readFile(join(folderOfRun, runFiles.record), 'utf8');
  expect(parseRunRecord(JSON.parse(record))).toMatchObject({
    dataset: { path: folder, trainPairs: 4, testPairs: 2 },
    config: {
      ...presets.quick,
      epochs: 2000,
      size: 64,
      lambda: 50,
      learningRate: 0.001,
      filters: 4,
      sampleEvery: 7,
      seed: 5,
      precision,
      inputSide: 'left',
      // That they lie side by side and have few colours is recognised and kept.
      layout: 'side-by-side',
      inputResizing: 'nearest',
      targetResizing: 'nearest',
    },
  });
  await page.getByRole('button', { name: 'Stop and save' }).click();
  const stopped = page.getByText(/^Stopped and saved at step/);
  await expect(stopped).toBeVisible();
  const stoppedAt = /[\d,]+$/.exec(await stopped.innerText())?.[0] ?? '';

  // The list of runs has it, with what its log and its newest sample say.
  await page.keyboard.press('Control+0');
  const row = page.getByRole('row', { name: /my pairs-1/ });
  await expect(row).toContainText('stopped');
  await expect(row).toContainText(`${stoppedAt} / 8,000`);
  const metrics = await readMetrics(folderOfRun);
  const l1 = metrics.at(-1)?.gen_l1_loss ?? NaN;
  const shownL1 = Number(await row.getByRole('cell').nth(5).innerText());
  expect(Math.abs(shownL1 - l1)).toBeLessThanOrEqual(l1 * 0.01);
  const thumbnail = row.locator('img').first();
  await expect.poll(() => thumbnail.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(3 * 64);

  // It goes on from its checkpoint and keeps its curves.
  await row.getByRole('button', { name: 'Resume training' }).click();
  const before = Number(stoppedAt.replaceAll(',', ''));
  await expect(page.getByRole('button', { name: 'Stop and save' })).toBeEnabled();
  await expect.poll(() => shownStep(studio)).toBeGreaterThan(before);
  await page.keyboard.press('Control+.');
  await expect(stopped).toBeVisible();
  const all = await readMetrics(folderOfRun);
  expect(all.map(({ step }) => step)).toEqual(all.map((_, index) => index + 1));
  expect(all.length).toBeGreaterThan(before);

  // Another look at it from the list shows the same figures as its log.
  await page.getByRole('button', { name: 'Runs' }).click();
  await page.getByRole('button', { name: 'my pairs-1' }).click();
  const shown = await shownLosses(studio);
  expect(shown.gen_total_loss.value).toBe(all.at(-1)?.gen_total_loss);
  await expect(
    page.getByRole('button', { name: `Resume from step ${all.length.toLocaleString('en-US')}` }),
  ).toBeVisible();
  expect(studio.consoleErrors).toEqual([]);
});
