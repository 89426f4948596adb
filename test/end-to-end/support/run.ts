/** What a person does with a run in the window, and what the run left on disk. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lossNames, parseStepMetrics, type LossName, type StepMetrics } from '../../../src-main/contract/metrics';
import { runFiles, stepOfFolder } from '../../../src-main/contract/run';
import { expect, type Studio } from './application';

/** Opens the shipped sample pairs from the welcome page. */
export async function openSamplePairs({ page }: Pick<Studio, 'page'>): Promise<void> {
  await page.getByRole('button', { name: 'Try with the sample pairs' }).click();
  await expect(page.getByRole('button', { name: 'Start training' })).toBeEnabled();
}

/** Drops a file or folder of this disk onto the middle of the window, as a file manager does. */
export async function drop({ page }: Pick<Studio, 'page'>, path: string): Promise<void> {
  // Only a page that is drawn takes what is dropped onto it.
  await expect(page.getByRole('main')).toBeVisible();
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x: 500, y: 300, data });
  }
  await session.detach();
}

export async function chooseQuickLook({ page }: Pick<Studio, 'page'>): Promise<void> {
  await page.getByRole('radio', { name: 'Quick look' }).check();
}

/** Starts the quick preset on the sample pairs and waits until some steps are done. */
export async function startTraining(studio: Studio, steps: number): Promise<void> {
  const { page } = studio;
  await openSamplePairs(studio);
  await chooseQuickLook(studio);
  await page.getByRole('button', { name: 'Start training' }).click();
  await expect(page.getByText(/^Step \d+ of 2,000$/)).toBeVisible();
  await expect.poll(() => shownStep({ page })).toBeGreaterThanOrEqual(steps);
}

/** Saves the run under way by its key, and gives the step that was saved. */
export async function saveNow({ page, userData }: Pick<Studio, 'page' | 'userData'>): Promise<number> {
  const run = join(userData, 'runs', 'sample-pairs-1');
  await page.keyboard.press('Escape');
  await page.keyboard.press('k');
  await expect.poll(() => latestCheckpoint(run).catch(() => null)).not.toBeNull();
  return stepOfFolder(await latestCheckpoint(run)) ?? NaN;
}

/** The step that the progress header shows. */
export async function shownStep({ page }: Pick<Studio, 'page'>): Promise<number> {
  const text = await page.getByText(/^Step [\d,]+ of/).textContent();
  return Number(/[\d,]+/.exec(text ?? '')?.[0].replaceAll(',', ''));
}

/** The losses on screen: the figure as it is read, and the exact value behind it. */
export async function shownLosses({ page }: Studio): Promise<Record<LossName, { text: string; value: number }>> {
  const entries = await Promise.all(
    lossNames.map(async (name) => {
      const figure = page.locator(`data[data-loss="${name}"]`);
      return [name, { text: await figure.innerText(), value: Number(await figure.getAttribute('value')) }] as const;
    }),
  );
  return Object.fromEntries(entries) as Record<LossName, { text: string; value: number }>;
}

/** All steps in a run's log. */
export async function readMetrics(folder: string): Promise<readonly StepMetrics[]> {
  const lines = (await readFile(join(folder, runFiles.metrics), 'utf8')).trim().split('\n');
  return lines.map(parseStepMetrics).filter((metrics) => metrics !== null);
}

/** Name of the newest whole checkpoint. */
export async function latestCheckpoint(folder: string): Promise<string> {
  return (await readFile(join(folder, runFiles.checkpoints, runFiles.latest), 'utf8')).trim();
}
