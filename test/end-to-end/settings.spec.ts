import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { presets } from '../../src-main/contract/config';
import { parseRunRecord, runFiles } from '../../src-main/contract/run';
import { expect, test } from './support/application';
import { makeFolder } from './support/folder';
import { chooseQuickLook, drop, shownStep } from './support/run';

test('a run on a folder of one’s own has the settings that were typed', async ({ studio }, testInfo) => {
  const { page } = studio;
  const folder = testInfo.outputPath('my pairs');
  await makeFolder(folder);
  await drop(studio, folder);

  // A value out of range is said in place, and is the reason why nothing can start.
  const start = page.getByRole('button', { name: 'Start training' });
  await chooseQuickLook(studio);
  const epochs = page.getByLabel('Epochs');
  await expect(epochs).toHaveValue('10');
  await epochs.fill('1.5');
  await expect(epochs).toHaveAccessibleDescription('Type a whole number from 1 to 100,000.');
  await expect(page.getByText('Mend first: Epochs')).toBeVisible();
  await expect(start).toBeDisabled();
  await epochs.fill('2000');
  await expect(page.getByText('8,000 steps in all')).toBeVisible();

  await page.getByText('More', { exact: true }).click();
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
  await page.getByRole('button', { name: 'Swap' }).click();
  await start.click();
  await expect.poll(() => shownStep(studio)).toBeGreaterThanOrEqual(7);

  const record = await readFile(join(studio.userData, 'runs', 'my pairs-1', runFiles.record), 'utf8');
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
      inputSide: 'left',
    },
  });
  await page.getByRole('button', { name: 'Stop and save' }).click();
  await expect(page.getByText(/^Stopped and saved at step/)).toBeVisible();
  expect(studio.consoleErrors).toEqual([]);
});
