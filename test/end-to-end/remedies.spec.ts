/** What helps against an error is a button beside it that does it. */
import { copyFile, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { parseRunRecord, runFiles } from '../../src-main/contract/run';
import { expect, root, test } from './support/application';
import { drawPictures } from './support/drawn-picture';
import { makeFolder } from './support/folder';
import { drop } from './support/run';
import { command } from './support/trained-run';

const names = ['1.png', '2.png', '3.png', '4.png', '5.png'];
const flag = /--[a-z]/;

test('photographs without pairs get their inputs made by the button beside the refusal', async ({
  studio,
}, testInfo) => {
  const { page } = studio;
  const folder = testInfo.outputPath('my photos');
  await drawPictures(page, folder, names, 61, 47);
  await drop(studio, folder);
  const alert = page.getByRole('alert');
  await expect(alert).toContainText(`No pairs were found in ${folder}`);
  await expect(alert).not.toContainText(flag);

  await alert.getByRole('button', { name: 'Make inputs of single pictures' }).click();
  const grid = page.getByRole('list', { name: 'Pairs' });
  await expect(grid.getByRole('listitem')).toHaveCount(names.length);
  await expect(alert).toBeHidden();
  await expect(page.getByLabel('Layout')).toHaveValue('single');
  const transform = page.getByLabel('Input made by');
  await expect(transform).toHaveValue('edges');
  await expect(transform).toBeFocused();
  await expect(grid.getByRole('img').first()).toHaveAttribute('src', /transform=edges/);
});

test('pairs whose sides have other proportions are cropped by one button, which then is gone', async ({
  studio,
}, testInfo) => {
  const { page } = studio;
  const folder = testInfo.outputPath('uneven');
  await drawPictures(page, join(folder, 'A'), names, 64, 40);
  await drawPictures(page, join(folder, 'B'), names, 48, 48);
  await drop(studio, folder);
  const notes = page.getByRole('region', { name: '5 notes' }).first();
  await expect(notes.getByRole('listitem').first()).toContainText('the input is 64×40 and the target 48×48');
  await expect(page.getByRole('radio', { name: 'Stretch' })).toBeChecked();

  await notes.getByRole('button', { name: 'Crop instead of stretching' }).click();
  const crop = page.getByRole('radio', { name: 'Crop' });
  await expect(crop).toBeChecked();
  await expect(crop).toBeFocused();
  await expect(notes.getByRole('button', { name: 'Crop instead of stretching' })).toBeHidden();
  const first = page.getByRole('list', { name: 'Pairs' }).getByRole('img').first();
  await expect(first).toHaveAttribute('src', /fit=crop/);
});

test('which of several folders hold the two sides is asked in the window', async ({ studio }, testInfo) => {
  const { page } = studio;
  const folder = testInfo.outputPath('three');
  await drawPictures(page, folder, names, 64, 32);
  for (const side of ['first', 'second', 'third']) {
    await drawPictures(page, join(folder, side), names, 48, 48);
  }
  await drop(studio, folder);
  await expect(page.getByText('Recognised: Side by side.')).toBeVisible();
  await page.getByLabel('Layout').selectOption({ label: 'Two folders' });
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('first, second, third');
  await expect(alert).not.toContainText(flag);

  await alert.getByRole('button', { name: 'Choose the two folders…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Which folders hold the pairs?' });
  await dialog.getByLabel('Input').selectOption('third');
  await dialog.getByLabel('Target').selectOption('third');
  await expect(dialog.getByRole('button', { name: 'Open' })).toBeDisabled();
  await dialog.getByLabel('Target').selectOption('first');
  await dialog.getByRole('button', { name: 'Open' }).click();
  await expect(dialog).toBeHidden();
  await expect(alert).toBeHidden();
  const first = page.getByRole('list', { name: 'Pairs' }).getByRole('listitem').first();
  await expect(first).toContainText('third/1.png');
  await expect(page.getByTitle('first', { exact: true })).toBeVisible();
});

test('a run whose pictures have moved finds them, and one whose pictures have changed trains on with these', async ({
  studio,
}, testInfo) => {
  const { page, application, userData } = studio;
  const folder = testInfo.outputPath('my pairs');
  await makeFolder(folder);
  const run = join(userData, 'runs', 'moved');
  const small = ['--size', '64', '--filters', '4', '--device', 'cpu'];
  await command(['train', folder, '--run', run, '--epochs', '1', ...small]);
  const moved = `${folder} 2`;
  await rename(folder, moved);

  const trainFurther = async (epochs: number): Promise<void> => {
    await page.keyboard.press('Control+0');
    await page.getByRole('row').filter({ hasText: 'moved' }).getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Train further…' }).click();
    await page.getByRole('dialog').getByLabel('Epochs').fill(String(epochs));
    await page.getByRole('dialog').getByRole('button', { name: 'Resume training' }).click();
  };
  const alert = page.getByRole('alert');
  await trainFurther(2);
  await expect(alert).toContainText(`The pictures of the run ${run} were in ${folder}, which is not there.`);
  await expect(alert).not.toContainText(flag);
  await answerWith(application, moved);
  await page.getByRole('button', { name: 'Find the pictures…' }).click();
  await expect(page.getByText('Finished at step 8')).toBeVisible();

  await copyFile(join(root, 'assets', 'sample-pairs', 'test', 'horse.png'), join(moved, 'train', 'another.png'));
  await trainFurther(3);
  await expect(alert).toContainText(`The pictures in ${moved} are not those that the run ${run} was trained on.`);
  await expect(alert).not.toContainText(flag);
  await page.getByRole('button', { name: 'Train on with these' }).click();
  await expect(page.getByText('Finished at step 15')).toBeVisible();
  const record = parseRunRecord(JSON.parse(await readFile(join(run, runFiles.record), 'utf8')));
  expect(record.dataset).toMatchObject({ path: moved, trainPairs: 5 });
  expect(record.config.epochs).toBe(3);
});

/** What the person will choose when they are next asked for a folder. */
async function answerWith(application: ElectronApplication, folder: string): Promise<void> {
  await application.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
  }, folder);
}
