import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { stepFolder } from '../../src-main/contract/run';
import { expect, startOf, test, type Studio } from './support/application';
import { makeFolder } from './support/folder';
import { latestCheckpoint, readMetrics, shownStep, startTraining } from './support/run';

/** Starts the application once more, as a person does who sees no window, and waits for that start's end. */
async function startAgain({ userData }: Pick<Studio, 'userData'>, folder?: string): Promise<void> {
  const { executablePath, args, env } = await startOf(userData);
  await promisify(execFile)(executablePath, folder === undefined ? args : [...args, folder], { env });
}

function close({ application }: Studio): Promise<void> {
  return application.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.close();
  });
}

function isVisible({ application }: Studio): Promise<boolean | undefined> {
  return application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());
}

test('closing the window during training asks: on with it, in the background, or saved first', async ({ studio }) => {
  const { page, application, userData } = studio;
  await startTraining(studio, 1);
  const question = page.getByRole('dialog', { name: 'sample-pairs-1 is training' });

  // Going on is one key away, and nothing happens.
  await close(studio);
  await expect(question.getByRole('button', { name: 'Keep training in background' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(question).toBeHidden();
  expect(await isVisible(studio)).toBe(true);

  // In the background the run goes on; another start brings the window back.
  await close(studio);
  await question.getByRole('button', { name: 'Keep training in background' }).click();
  await expect.poll(() => isVisible(studio)).toBe(false);
  const folder = join(userData, 'runs', 'sample-pairs-1');
  const before = (await readMetrics(folder)).length;
  await expect.poll(async () => (await readMetrics(folder)).length).toBeGreaterThan(before + 1);
  await startAgain(studio);
  await expect.poll(() => isVisible(studio)).toBe(true);
  await expect.poll(() => shownStep(studio)).toBeGreaterThan(before);

  // Saved first, the application ends.
  await close(studio);
  const gone = application.waitForEvent('close');
  await question.getByRole('button', { name: 'Stop and save' }).click();
  await gone;
  expect(await latestCheckpoint(folder)).toBe(stepFolder((await readMetrics(folder)).length));
});

test('without a run the window closes at once', async ({ studio }) => {
  await expect(studio.page.getByRole('button', { name: 'Try with the sample pairs' })).toBeVisible();
  const gone = studio.application.waitForEvent('close');
  await close(studio);
  await gone;
});

test('a second start shows the window of the first, with the folder that it was given', async ({
  studio,
}, testInfo) => {
  const { page, application } = studio;
  const folder = testInfo.outputPath('my pairs');
  await makeFolder(folder);
  await expect(page.getByRole('button', { name: 'Try with the sample pairs' })).toBeVisible();
  await application.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.hide();
  });
  await startAgain(studio, folder);
  await expect.poll(() => isVisible(studio)).toBe(true);
  await expect(page.getByRole('list', { name: 'Pairs' }).getByRole('listitem')).toHaveCount(6);
  expect(await application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('a system that goes down has the run saved', async ({ studio }) => {
  await startTraining(studio, 1);
  const gone = studio.application.waitForEvent('close');
  studio.application.process().kill('SIGTERM');
  await gone;
  const folder = join(studio.userData, 'runs', 'sample-pairs-1');
  await expect
    .poll(() => latestCheckpoint(folder).catch(() => ''))
    .toBe(stepFolder((await readMetrics(folder)).length));
});
