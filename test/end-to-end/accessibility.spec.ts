import type { Page } from '@playwright/test';
import { expectAccessible, expectReachable, expectTrapped } from './support/accessibility';
import { expect, test } from './support/application';
import { openSamplePairs, startTraining } from './support/run';

/** All checks of the dialog that is open, which is closed by them. */
async function checkDialog(page: Page, name: string): Promise<void> {
  await expect(page.getByRole('dialog')).toBeVisible();
  await check(page, name);
  await expectTrapped(page, name);
}

/** Both checks of a page. */
async function check(page: Page, name: string): Promise<void> {
  await expectAccessible(page, name);
  await expectReachable(page, name);
}

test('before a run: every page can be read by machines and worked by keys', async ({ studio }) => {
  const { page } = studio;
  await expect(page.getByRole('button', { name: 'Try with the sample pairs' })).toBeVisible();
  await check(page, 'welcome');
  await page.keyboard.press('Control+0');
  await expect(page.getByText('No runs yet. Open a dataset and start one.')).toBeVisible();
  await check(page, 'no runs');
  await page.keyboard.press('Control+2');
  await check(page, 'no run');

  await page.keyboard.press('Control+,');
  await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible();
  await check(page, 'settings');
  await page.getByRole('dialog').getByRole('button', { name: 'Licences' }).click();
  await expect(page.getByRole('dialog', { name: 'Licences' }).getByRole('listitem').first()).toBeVisible();
  await expectAccessible(page, 'licences');
  await expectTrapped(page, 'licences');
  await page.keyboard.press('Control+,');
  await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible();
  await expectTrapped(page, 'settings');

  await page.getByRole('banner').getByRole('button', { name: 'Home' }).click();
  const getDataset = page.getByRole('button', { name: 'Get a dataset…' });
  await getDataset.click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectAccessible(page, 'get a dataset');
  await expectTrapped(page, 'get a dataset');
  await expect(getDataset).toBeFocused();
  await openSamplePairs(studio);
  await page.getByText('More', { exact: true }).click();
  await page.getByLabel('Epochs', { exact: true }).fill('0');
  await check(page, 'dataset');
});

test('with a run: every page can be read by machines and worked by keys', async ({ studio }) => {
  const { page, application } = studio;
  await startTraining(studio, 3);
  await expectAccessible(page, 'training');
  await application.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.close();
  });
  await expect(page.getByRole('dialog')).toBeVisible();
  await check(page, 'closing');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+.');
  await expect(page.getByText(/^Stopped and saved at step/)).toBeVisible();
  await check(page, 'stopped');

  await page.keyboard.press('Control+0');
  const row = page.getByRole('row', { name: /sample-pairs-1/ });
  await expect(row).toBeVisible();
  await check(page, 'runs');
  await row.getByRole('button', { name: 'More' }).click();
  await expect(page.getByRole('menu')).toBeVisible();
  await expectAccessible(page, 'menu of a run');
  for (const item of ['Train further…', 'Rename…', 'Delete…']) {
    await page.getByRole('menuitem', { name: item }).click();
    await checkDialog(page, item);
    await row.getByRole('button', { name: 'More' }).click();
  }
  await page.keyboard.press('Escape');
  await page.getByRole('banner').getByRole('button', { name: 'Home' }).click();
  await check(page, 'welcome with recent runs');
  await page.keyboard.press('Control+3');
  await check(page, 'try it');
  await page.keyboard.press('Control+4');
  await check(page, 'export');
});
