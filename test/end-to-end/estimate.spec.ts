import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatBytes } from '../../src-renderer/logic/format';
import { expect, test, type Studio } from './support/application';
import { chooseQuickLook, openSamplePairs } from './support/run';

test.use({ isMeasured: false });

async function measurements({ userData }: Studio): Promise<Record<string, number>[]> {
  const text = await readFile(join(userData, 'measurements.json'), 'utf8');
  return (JSON.parse(text) as { measurements: Record<string, number>[] }).measurements;
}

test('the estimate is measured here, follows the fields, and is remembered', async ({ studio }) => {
  const { page } = studio;
  await openSamplePairs(studio);
  await chooseQuickLook(studio);
  const estimate = page.getByRole('region', { name: 'Estimate' });
  await expect(estimate.getByText(/^Measured on this computer: [\d.]+ images\/s$/)).toBeVisible();
  const [quick] = await measurements(studio);
  expect(quick).toMatchObject({ size: 128, filters: 32, batch: 1 });
  const { stepSeconds = NaN, pictureSeconds = NaN, peakBytes = NaN } = quick ?? {};

  // 400 epochs of 200 pairs, and a sample of eight pictures every 100 steps.
  await page.getByLabel('Epochs', { exact: true }).fill('400');
  const hours = (80_000 * stepSeconds + 801 * 8 * pictureSeconds) / 3600;
  const shown = await estimate.getByRole('definition').first().innerText();
  const [, count = '', unit = ''] = /^about ([\d.,]+) (min|h|days),/.exec(shown) ?? [];
  const inHours = { min: 1 / 60, h: 1, days: 24 }[unit] ?? NaN;
  const guessed = Number(count.replaceAll(',', '')) * inHours;
  expect(Math.abs(guessed - hours)).toBeLessThanOrEqual(hours * 0.15 + inHours / 2);
  await expect(estimate.getByRole('definition').nth(1)).toHaveText(new RegExp(`^${formatBytes(peakBytes)} of `));

  // Of a batch of two nothing is known yet, but what was measured says something at once.
  await page.getByText('More', { exact: true }).click();
  await page.getByLabel('Batch size', { exact: true }).fill('2');
  await expect(estimate.getByText('Measuring a few steps on this computer…')).toBeVisible();
  await expect(estimate.getByRole('definition').first()).toHaveText(/^about/);
  await expect(estimate.getByText(/^Measured on this computer/)).toBeVisible();
  expect(await measurements(studio)).toHaveLength(2);

  // What is known is not measured again; a run that begins ends a measurement.
  await page.getByLabel('Batch size', { exact: true }).fill('1');
  await expect(estimate.getByText(/^Measured on this computer/)).toBeVisible();
  await page.getByLabel('Batch size', { exact: true }).fill('3');
  await expect(estimate.getByText('Measuring a few steps on this computer…')).toBeVisible();
  await page.getByRole('button', { name: 'Start training' }).click();
  await expect(page.getByRole('button', { name: 'Stop and save' })).toBeEnabled();
  const processes = await studio.application.evaluate(({ app }) => app.getAppMetrics().map(({ name }) => name));
  expect(processes).not.toContain('Pix2Pix Studio calibration');
  expect(await measurements(studio)).toHaveLength(2);
});
