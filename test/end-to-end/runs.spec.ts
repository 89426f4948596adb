import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeTrainConfig } from '../../src-main/contract/config';
import { parseRunRecord, runFiles } from '../../src-main/contract/run';
import { runRecord } from '../support/runs';
import { expect, endStudio, openStudio, test } from './support/application';
import { startTraining } from './support/run';
import { trainRun } from './support/trained-run';

test('a finished run is trained further, to the number of epochs that is typed', async ({ studio }) => {
  const { page } = studio;
  // Eight steps of 200 pairs.
  await trainRun(studio, 'done');
  await page.keyboard.press('Control+0');
  const row = page.getByRole('row').nth(1);
  await expect(row).toContainText('finished');
  await row.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Train further…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Train done further' });
  const epochs = dialog.getByRole('textbox', { name: 'Epochs' });
  await expect(epochs).toBeFocused();
  await epochs.fill('0');
  await expect(epochs).toHaveAccessibleDescription('Type a whole number from 1 to 100,000.');
  await expect(dialog.getByRole('button', { name: 'Resume training' })).toBeDisabled();
  await epochs.fill('2');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/^Step \d+ of 400$/)).toBeVisible();
  await expect(page.getByText('Finished at step 400')).toBeVisible();
  const record = await readFile(join(studio.userData, 'runs', 'done', 'run.json'), 'utf8');
  expect(parseRunRecord(JSON.parse(record)).config).toMatchObject({ epochs: 2, steps: null });
});

test('a run is renamed, its settings serve the next one, and it goes to the trash', async ({ locale }, testInfo) => {
  // A trash of the test's own, on the same disk.
  const [userData, share] = [testInfo.outputPath('user-data'), testInfo.outputPath('share')];
  await mkdir(share);
  const studio = await openStudio(userData, locale, { XDG_DATA_HOME: share, ELECTRON_TRASH: 'gio' });
  const { page } = studio;
  await startTraining(studio, 1);
  await page.keyboard.press('Control+.');
  await expect(page.getByText(/^Stopped and saved at step/)).toBeVisible();

  await page.keyboard.press('Control+0');
  const row = page.getByRole('row').nth(1);
  const choose = async (name: string): Promise<void> => {
    await row.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name }).click();
  };
  await choose('Rename…');
  const dialog = page.getByRole('dialog', { name: 'Rename the run sample-pairs-1' });
  await expect(dialog.getByRole('textbox', { name: 'Name' })).toBeFocused();
  await page.keyboard.type('First look');
  await page.keyboard.press('Enter');
  await expect(row.getByRole('button', { name: 'First look' })).toBeVisible();
  const folder = join(userData, 'runs', 'sample-pairs-1');
  const record = parseRunRecord(JSON.parse(await readFile(join(folder, 'run.json'), 'utf8')));
  expect(record.title).toBe('First look');

  // The form has other settings by now; the run's come back.
  await page.keyboard.press('Control+1');
  await page.getByRole('radio', { name: 'Paper' }).check();
  await expect(page.getByLabel('Epochs')).toHaveValue('150');
  await page.keyboard.press('Control+0');
  await choose('Duplicate settings');
  await expect(page.getByRole('radio', { name: 'Quick look' })).toBeChecked();
  await expect(page.getByLabel('Epochs')).toHaveValue('10');

  await page.keyboard.press('Control+0');
  await choose('Delete…');
  const question = page.getByRole('dialog', { name: 'Delete the run First look?' });
  await question.getByRole('button', { name: 'Move to trash' }).click();
  await expect(page.getByText('No runs yet. Open a dataset and start one.')).toBeVisible();
  expect(await readdir(join(userData, 'runs'))).toEqual([]);
  expect(await readdir(join(share, 'Trash', 'files', 'sample-pairs-1'))).toContain('run.json');
  expect(studio.consoleErrors).toEqual([]);
  await endStudio(studio);
});

test('hundreds of runs are listed in order, the first of them at once, and found by name', async ({
  locale,
}, testInfo) => {
  const userData = testInfo.outputPath('user-data');
  const record = runRecord(makeTrainConfig('quick'), { folder: userData, fingerprint: '0' });
  const count = 300;
  for (let number = 1; number <= count; number++) {
    const folder = join(userData, 'runs', `run-${String(number)}`);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, runFiles.record), JSON.stringify({ ...record, title: `Attempt ${String(number)}` }));
    await utimes(folder, number, number);
  }
  const studio = await openStudio(userData, locale);
  const { page } = studio;
  await expect(page.getByRole('button', { name: 'Try with the sample pairs' })).toBeVisible();
  await page.keyboard.press('Control+0');
  await expect(page.getByText('300 runs')).toBeVisible();
  // The row of the headings is one too.
  await expect(page.getByRole('row')).toHaveCount(count + 1);
  await expect(page.getByRole('row').nth(1)).toContainText('Attempt 300');
  await page.getByRole('row').last().scrollIntoViewIfNeeded();
  await expect(page.getByRole('row').last().getByRole('button', { name: 'Attempt 1', exact: true })).toBeInViewport();
  await page.getByRole('searchbox').fill('attempt 77');
  // And those of 177 and 277.
  await expect(page.getByRole('row')).toHaveCount(4);
  await page.getByRole('searchbox').fill('');
  await expect(page.getByRole('row')).toHaveCount(count + 1);
  await endStudio(studio);
});
