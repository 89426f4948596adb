import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from './support/application';
import { makeFolder } from './support/folder';
import { drop } from './support/run';

test('a dropped folder is shown, can be swapped and chosen again; a bad one is refused and nothing is lost', async ({
  studio,
}, testInfo) => {
  const { page, application } = studio;
  const folder = testInfo.outputPath('my pairs');
  await makeFolder(folder);

  // What cannot be used is refused by name, on the page where the person is.
  await expect(page.getByRole('heading', { name: 'Drop a folder of pairs anywhere on this window' })).toBeVisible();
  await drop(studio, join(folder, 'train', 'broken.png'));
  await expect(page.getByRole('alert')).toContainText('broken.png is a file. Give the folder that the pairs lie in.');

  await drop(studio, folder);
  const grid = page.getByRole('list', { name: 'Pairs' });
  await expect(grid.getByRole('listitem')).toHaveCount(6);
  await expect(page.getByRole('alert')).toBeHidden();
  await expect(page.getByRole('list', { name: '1 problem' })).toContainText(
    /train\/broken\.png is not a picture.*image-format/,
  );
  await page.getByRole('button', { name: 'test 2' }).click();
  await expect(grid.getByRole('listitem')).toHaveCount(2);

  // The grid follows the swap.
  const first = grid.getByRole('img').first();
  await expect.poll(() => first.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(256);
  await expect(first).toHaveAttribute('src', /\/4\/input\?fit=stretch/);
  await page.getByRole('button', { name: 'Swap' }).click();
  await expect(page.getByText('Input: left half')).toBeVisible();
  await expect(first).toHaveAttribute('src', /\/4\/target\?fit=stretch/);

  // It follows how pictures become square too.
  await page.getByRole('radio', { name: 'Pad' }).check();
  await expect(first).toHaveAttribute('src', /\/4\/target\?fit=pad/);
  await expect.poll(() => first.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(256);

  // Read as single pictures, whose inputs are made.
  await page.getByLabel('Layout').selectOption({ label: 'Single pictures' });
  await expect(first).toHaveAttribute('src', /transform=edges/);
  await page.getByLabel('Input made by').selectOption({ label: 'Greyscale' });
  await expect(first).toHaveAttribute('src', /transform=greyscale/);
  await expect.poll(() => first.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(256);
  await page.getByLabel('Layout').selectOption({ label: 'Recognised' });
  await expect(page.getByText('Recognised: Side by side.')).toBeVisible();

  // A folder without pairs leaves the open one as it is.
  const empty = testInfo.outputPath('empty');
  await mkdir(empty);
  await application.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
  }, empty);
  await page.keyboard.press('Control+o');
  await expect(page.getByRole('alert')).toContainText(`No pairs were found in ${empty}`);
  await expect(grid.getByRole('listitem')).toHaveCount(2);

  // The message itself offers another folder.
  await application.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
  }, folder);
  await page.getByRole('alert').getByRole('button', { name: 'Choose folder…' }).click();
  await expect(page.getByRole('alert')).toBeHidden();
  await expect(grid.getByRole('listitem')).toHaveCount(2);

  // The list of problems opens up.
  const problems = page.getByRole('region', { name: '1 problem' }).first();
  const heightOf = async (): Promise<number> => (await problems.boundingBox())?.height ?? 0;
  const small = await heightOf();
  await page.getByRole('button', { name: 'Show more' }).click();
  await expect.poll(heightOf).toBeGreaterThan(2 * small);
  await page.getByRole('button', { name: 'Show less' }).click();

  // What was open is on the welcome page.
  await page.getByRole('button', { name: 'Home' }).click();
  await page.getByRole('button', { name: /^my pairs\s*Dataset, 6 pairs/ }).click();
  await expect(grid.getByRole('listitem')).toHaveCount(6);
  expect(studio.consoleErrors).toEqual([]);
});

test('every page takes a dropped folder, and one that is gone by now is taken off the list', async ({
  studio,
}, testInfo) => {
  const { page, application } = studio;
  const folder = testInfo.outputPath('my pairs');
  await makeFolder(folder);
  const grid = page.getByRole('list', { name: 'Pairs' });
  for (const key of ['Control+0', 'Control+2', 'Control+3', 'Control+4', 'Control+1']) {
    await page.keyboard.press(key);
    await drop(studio, folder);
    await expect(grid.getByRole('listitem')).toHaveCount(6);
  }

  await rename(folder, `${folder} moved`);
  await page.getByRole('banner').getByRole('button', { name: 'Home' }).click();
  const recent = page.getByRole('complementary', { name: 'Recent' });
  await expect(recent).toContainText('Its folder is not there now');
  await recent.getByRole('button', { name: /^my pairs/ }).click();
  await expect(page.getByRole('alert')).toContainText(folder);
  await recent.getByRole('button', { name: 'Take my pairs off the list' }).click();
  await expect(recent).not.toContainText('my pairs');
  const menu = await application.evaluate(({ Menu }) =>
    Menu.getApplicationMenu()
      ?.getMenuItemById('recent')
      ?.submenu?.items.map(({ label }) => label),
  );
  expect(menu).toEqual(['Nothing yet']);
});
