import { readdir } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { lossNames } from '../../src-main/contract/metrics';
import { runFiles, stepFolder } from '../../src-main/contract/run';
import { expect, root, test } from './support/application';
import { chooseQuickLook, latestCheckpoint, openSamplePairs, readMetrics, shownLosses, shownStep } from './support/run';

test('a person trains on the sample pairs, watches, and stops', async ({ studio }) => {
  const { page } = studio;

  // The computer and the pairs.
  await openSamplePairs(studio);
  await chooseQuickLook(studio);
  const computer = page.getByRole('region', { name: 'This computer' });
  await expect(computer.getByRole('definition').nth(1)).toHaveText(String(cpus().length));
  await expect(computer.getByRole('definition').nth(3)).toHaveText(/^2\.\d+\.\d+$/);
  const splits = await Promise.all(['train', 'test'].map((split) => readdir(join(root, 'assets/sample-pairs', split))));
  const grid = page.getByRole('list', { name: 'Pairs' });
  await expect(grid.getByRole('listitem')).toHaveCount(splits.flat().length);
  await expect.poll(() => grid.getByRole('img').first().evaluate(widthOf)).toBe(256);

  // A run, with a sample of three square parts.
  await page.getByRole('button', { name: 'Start training' }).click();
  await expect.poll(() => shownStep(studio)).toBeGreaterThanOrEqual(3);
  const prediction = page.getByRole('img', { name: /^Prediction: test\// });
  await expect(prediction).toBeVisible();
  await expect.poll(() => prediction.locator('canvas').evaluate(widthOf)).toBe(128);

  await page.getByRole('button', { name: 'Stop and save' }).click();
  const ended = page.getByText(/^Stopped and saved at step/);
  await expect(ended).toBeVisible();
  const step = Number(/\d+/.exec(await ended.innerText())?.[0]);

  // What is on screen is what the run has logged.
  const folder = (await page.getByText('Run folder: ').innerText()).replace('Run folder: ', '');
  expect(folder).toBe(join(studio.userData, 'runs', 'sample-pairs-1'));
  const metrics = await readMetrics(folder);
  expect(metrics).toHaveLength(step);
  const shown = await shownLosses(studio);
  for (const name of lossNames) {
    const logged = metrics[step - 1]?.[name] ?? NaN;
    expect(shown[name].value, name).toBe(logged);
    expect(Math.abs(Number(shown[name].text) - logged), name).toBeLessThanOrEqual(logged * 0.01);
  }

  expect(await latestCheckpoint(folder)).toBe(stepFolder(step));
  const checkpoint = await readdir(join(folder, runFiles.checkpoints, stepFolder(step)));
  expect(checkpoint).toContain(runFiles.manifest);
  expect(studio.consoleErrors).toEqual([]);
});

test('a run starts and stops by keys, and the next one has a name of its own', async ({ studio }) => {
  const { page } = studio;
  await openSamplePairs(studio);
  await chooseQuickLook(studio);
  for (const name of ['sample-pairs-1', 'sample-pairs-2']) {
    // On a run's own page this key goes on with that run.
    await page.keyboard.press('Control+1');
    await page.keyboard.press('Control+Enter');
    const stop = page.getByRole('button', { name: 'Stop and save' });
    await expect(stop).toBeEnabled();
    await page.keyboard.press('Control+.');
    await expect(page.getByText(/^Run folder: /)).toContainText(name);
  }
});

function widthOf(element: Element): number {
  if (element instanceof HTMLCanvasElement) {
    return element.width;
  }
  return element instanceof HTMLImageElement ? element.naturalWidth : 0;
}
