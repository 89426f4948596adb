import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { parseRunRecord, runFiles, stepFolder, type RunRecord } from '../../src-main/contract/run';
import { expect, test, type Studio } from './support/application';
import { makeFolder } from './support/folder';
import { chooseQuickLook, drop, latestCheckpoint, readMetrics, shownLosses, shownStep } from './support/run';

/** A small run on four pairs: thousands of quick steps, with samples only when they are asked for or rarely. */
async function startSmallRun(studio: Studio, folder: string, sampleEvery: string): Promise<string> {
  const { page } = studio;
  await makeFolder(folder);
  await drop(studio, folder);
  await chooseQuickLook(studio);
  await page.getByLabel('Epochs').fill('2000');
  await page.getByText('More', { exact: true }).click();
  await page.getByRole('radio', { name: '64', exact: true }).check();
  await page.getByLabel('Base filters', { exact: true }).fill('4');
  await page.getByLabel('Sample every', { exact: true }).fill(sampleEvery);
  await page.getByRole('button', { name: 'Start training' }).click();
  await expect.poll(() => shownStep(studio)).toBeGreaterThanOrEqual(5);
  return join(studio.userData, 'runs', 'my pairs-1');
}

async function recordOf(run: string): Promise<RunRecord> {
  return parseRunRecord(JSON.parse(await readFile(join(run, runFiles.record), 'utf8')));
}

/** The step of the sample that is shown large. */
const sampleTime = (page: Page): Locator => page.getByRole('slider', { name: 'Samples by step' });

test('a run is paused, sampled, saved and changed while it trains, and what was changed stays marked', async ({
  studio,
}, testInfo) => {
  const { page } = studio;
  const run = await startSmallRun(studio, testInfo.outputPath('my pairs'), '100000');

  // While it is paused it makes no step, but a sample and a checkpoint.
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByText('Paused', { exact: true })).toBeVisible();
  const pausedAt = await shownStep(studio);
  const elapsed = page.getByText('elapsed').locator('..').getByRole('definition');
  const elapsedThen = await elapsed.innerText();
  await page.keyboard.press('s');
  await expect(sampleTime(page)).toHaveAttribute('aria-valuetext', `Step ${pausedAt.toLocaleString('en-US')}`);
  await page.keyboard.press('k');
  await expect.poll(() => latestCheckpoint(run).catch(() => null)).toBe(stepFolder(pausedAt));
  expect(await readMetrics(run)).toHaveLength(pausedAt);
  await expect(elapsed).toHaveText(elapsedThen);
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect.poll(() => shownStep(studio)).toBeGreaterThan(pausedAt);

  // What is out of range is not taken.
  const lambda = page.getByRole('textbox', { name: 'Lambda (L1)' });
  await lambda.fill('-1');
  await expect(lambda).toHaveAttribute('aria-invalid', 'true');
  await lambda.fill('10');
  await lambda.press('Enter');
  await expect.poll(async () => (await recordOf(run)).config.lambda).toBe(10);
  const rate = page.getByRole('slider', { name: 'Learning rate, slider' });
  await rate.press('ArrowRight');
  await expect.poll(async () => (await recordOf(run)).config.learningRate).toBeGreaterThan(2e-4);
  const epochs = page.getByRole('textbox', { name: 'Epochs' });
  await epochs.fill('3000');
  await epochs.press('Enter');
  await expect(page.getByText(/^Step [\d,]+ of 12,000$/)).toBeVisible();
  const changes = (await recordOf(run)).changes;
  expect(changes.map(({ field }) => field)).toEqual(['lambda', 'learningRate', 'epochs']);
  const changedAt = changes[0]?.step ?? NaN;
  await expect.poll(() => shownStep(studio)).toBeGreaterThan((changes[2]?.step ?? NaN) + 3);
  await page.getByRole('button', { name: 'Stop and save' }).click();
  await expect(page.getByText(/^Stopped and saved at step/)).toBeVisible();

  // Every step was made with the lambda of its time, and the last one is what the window shows.
  const metrics = await readMetrics(run);
  for (const { step, gen_total_loss, gen_gan_loss, gen_l1_loss } of metrics) {
    const sum = gen_gan_loss + (step <= changedAt ? 100 : 10) * gen_l1_loss;
    expect(Math.abs(gen_total_loss - sum)).toBeLessThan(1e-4 * sum);
  }
  expect((await shownLosses(studio)).gen_total_loss.value).toBe(metrics.at(-1)?.gen_total_loss);

  // The change is marked, also when the run is opened later.
  const what = `After step ${changedAt.toLocaleString('en-US')}: lambda 100 → 10`;
  const table = page.getByRole('table');
  await page.getByRole('button', { name: 'Losses as a table' }).click();
  await expect(table).toContainText(what);
  await page.keyboard.press('Control+0');
  await page.getByRole('button', { name: 'my pairs-1' }).first().click();
  await expect(table).toContainText(what);
  expect(studio.consoleErrors).toEqual([]);
});

test('curves are read, zoomed and turned into a table by keys, and earlier samples are looked at and wiped', async ({
  studio,
}, testInfo) => {
  const { page } = studio;
  const run = await startSmallRun(studio, testInfo.outputPath('my pairs'), '10');
  await expect.poll(() => shownStep(studio)).toBeGreaterThanOrEqual(60);
  await page.keyboard.press('Control+.');
  await expect(page.getByText(/^Stopped and saved at step/)).toBeVisible();
  const metrics = await readMetrics(run);
  const last = metrics.length;

  // The values under the cursor are those of the log.
  const cursor = page.getByRole('slider', { name: 'Read gen_gan_loss, disc_loss off at a step' });
  await cursor.focus();
  await cursor.press('Home');
  await cursor.press('ArrowRight');
  const step = Number(await cursor.getAttribute('aria-valuenow'));
  const shown = await shownLosses(studio);
  for (const name of ['gen_total_loss', 'disc_loss'] as const) {
    expect(shown[name].value).toBe(metrics[step - 1]?.[name]);
  }
  await expect(page.getByText(`Step ${step.toLocaleString('en-US')}`, { exact: true })).toBeVisible();

  // Zoom and pan by keys, by buttons, by wheel and drag; and back.
  const range = page.getByText(/^Steps [\d,]+ to [\d,]+$/);
  await cursor.press('Escape');
  await expect(page.getByText('All steps')).toBeVisible();
  await cursor.press('+');
  await expect(range).toBeVisible();
  const first = await range.innerText();
  await cursor.press('PageUp');
  await expect(range).not.toHaveText(first);
  await cursor.press('0');
  await expect(page.getByText('All steps')).toBeVisible();
  await page.getByRole('button', { name: 'Zoom in' }).click();
  await expect(range).toBeVisible();
  await page.getByRole('button', { name: 'Show the whole run' }).click();
  await expect(page.getByText('All steps')).toBeVisible();
  const box = await cursor.boundingBox();
  const [x, y] = [(box?.x ?? 0) + (box?.width ?? 0) / 4, (box?.y ?? 0) + 20];
  await page.mouse.move(x, y);
  // A quarter along the axis, whose end is beyond the last step.
  const hovered = Number(await cursor.getAttribute('aria-valuenow'));
  expect(hovered).toBeGreaterThan(1);
  expect(hovered).toBeLessThan(last);
  expect((await shownLosses(studio)).gen_l1_loss.value).toBe(metrics[hovered - 1]?.gen_l1_loss);
  await page.mouse.wheel(0, -200);
  await page.mouse.move(5, 5);
  await expect(range).toBeVisible();
  const zoomed = await range.innerText();
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x - 30, y, { steps: 3 });
  await page.mouse.up();
  await page.mouse.move(5, 5);
  await expect(range).not.toHaveText(zoomed);
  await page.mouse.dblclick(x, y);
  await page.mouse.move(5, 5);
  await expect(page.getByText('All steps')).toBeVisible();

  // More smoothing draws other curves from the same losses.
  const chart = page.getByRole('img', { name: /^Curves by step/ }).first();
  const drawn = (): Promise<string> =>
    chart.locator('canvas').evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
  const before = await drawn();
  const smoothing = page.getByRole('slider', { name: 'Smoothing' });
  await smoothing.press('End');
  await expect(smoothing).toHaveAttribute('aria-valuetext', '0.999');
  await expect.poll(drawn).not.toBe(before);

  // Linear or logarithmic; and a table, whose rows cover every step.
  const curves = page.getByRole('img', { name: /^Curves by step, logarithmic/ });
  await expect(curves).toHaveCount(2);
  await page.getByRole('radio', { name: 'Log' }).press('ArrowLeft');
  await expect(page.getByRole('img', { name: /^Curves by step, linear/ })).toHaveCount(2);
  await page.keyboard.press('t');
  const rows = page.getByRole('table').getByRole('rowheader');
  const ends = (await rows.allInnerTexts()).map((text) => text.split('–').map((end) => Number(end.replace(',', ''))));
  expect(ends[0]?.at(-1)).toBe(last);
  expect(ends.at(-1)?.[0]).toBe(1);
  await page.keyboard.press('t');
  await expect(page.getByRole('img', { name: /^Curves by step/ })).toHaveCount(2);

  // Earlier samples come from the run's folder; the newest one is a key away.
  const prediction = page.getByRole('img', { name: /^Prediction: / }).first();
  const time = sampleTime(page);
  await time.focus();
  await time.press('Home');
  await expect(time).toHaveAttribute('aria-valuetext', 'Before training');
  await expect(prediction).toHaveAttribute('src', /samples\/step-00000000\/0\.png$/);
  await expect
    .poll(() => prediction.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth))
    .toBe(3 * 64);
  await time.press('ArrowRight');
  await expect(time).toHaveAttribute('aria-valuetext', 'Step 10');
  await page.getByRole('button', { name: 'Newest' }).click();
  await expect(page.getByRole('button', { name: 'Newest' })).toBeDisabled();

  // The wipe, and another pair.
  const wipe = page.getByRole('slider', { name: 'Wipe from Target to prediction' });
  await wipe.press('ArrowLeft');
  await expect(wipe).toHaveValue('49');
  await page.getByRole('button', { name: 'Input', exact: true }).click();
  await expect(page.getByRole('slider', { name: 'Wipe from Input to prediction' })).toBeVisible();
  await page.keyboard.press('w');
  await expect(page.getByRole('slider', { name: /^Wipe from/ })).toHaveCount(0);
  const pair = await prediction.getAttribute('aria-label');
  await page
    .getByRole('button', { name: /^test\// })
    .nth(1)
    .click();
  await expect(prediction).not.toHaveAttribute('aria-label', pair ?? '');

  // A window that is opened anew looks at it in the same way, and knows the pairs by their names.
  await page.reload();
  await page.keyboard.press('Control+0');
  await page.getByRole('button', { name: 'my pairs-1', exact: true }).click();
  await expect(page.getByRole('img', { name: /^Curves by step, linear/ })).toHaveCount(2);
  await expect(page.getByRole('button', { name: /^test\// }).first()).toBeVisible();
  await expect(page.getByRole('slider', { name: /^Wipe from/ })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await page.keyboard.press('w');
  await expect(page.getByRole('slider', { name: 'Wipe from Target to prediction' })).toHaveValue('49');
  expect(studio.consoleErrors).toEqual([]);
});
