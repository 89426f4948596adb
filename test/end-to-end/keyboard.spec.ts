/** The whole job without a mouse; no element is clicked, and none is given the focus but by keys. */
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { exportFiles } from '../../src-main/contract/export';
import { runFiles } from '../../src-main/contract/run';
import { expect, test } from './support/application';
import { shownStep } from './support/run';

/** Far more than any page has. */
const mostStops = 120;

/** Presses Tab until an element has the focus. */
async function tabTo(page: Page, element: Locator): Promise<void> {
  for (let stop = 0; stop < mostStops; stop += 1) {
    if (await element.evaluate((found) => found === document.activeElement)) {
      return;
    }
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${String(element)}.`);
}

test('a person without a mouse does the whole job', async ({ studio }) => {
  const { page, userData } = studio;
  const button = (name: string | RegExp): Locator => page.getByRole('button', { name });

  await tabTo(page, button('Try with the sample pairs'));
  await page.keyboard.press('Enter');

  // The presets are one tab stop, with arrows within.
  await expect(button('Start training')).toBeVisible();
  await tabTo(page, page.getByRole('radio', { name: 'Studio' }));
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('radio', { name: 'Quick look' })).toBeChecked();
  const epochs = page.getByLabel('Epochs', { exact: true });
  await tabTo(page, epochs);
  await page.keyboard.press('Control+A');
  await page.keyboard.type('20');
  await expect(page.getByText('4,000 steps in all')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => shownStep(studio)).toBeGreaterThanOrEqual(3);

  // A change while it trains, a pause, and the end.
  const lambda = page.getByRole('textbox', { name: 'Lambda (L1)' });
  await tabTo(page, lambda);
  await page.keyboard.press('Control+A');
  await page.keyboard.type('30');
  await page.keyboard.press('Enter');
  await expect(lambda).toHaveValue('30');
  await tabTo(page, button('Pause'));
  await page.keyboard.press('Enter');
  await expect(button('Continue')).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+.');
  await expect(page.getByText(/^Stopped and saved at step/)).toBeVisible();

  // Its name, by the menu of its row.
  await page.keyboard.press('Control+0');
  const row = page.getByRole('row', { name: /sample-pairs-1/ });
  await tabTo(page, row.getByRole('button', { name: 'More' }));
  await page.keyboard.press('Enter');
  await page.keyboard.press('r');
  await expect(page.getByRole('menuitem', { name: 'Rename…' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Name' })).toBeFocused();
  await page.keyboard.type('By keys');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('row', { name: /By keys/ })).toBeVisible();

  // The generator is exported.
  await page.keyboard.press('Control+4');
  const exporting = button(/^Export /);
  await tabTo(page, exporting.last());
  await page.keyboard.press('Enter');
  const exported = page.getByText(/ is exported/);
  await expect(exported).toBeVisible();
  const [name = ''] = (await exported.innerText()).split(' is exported');
  await access(join(userData, 'runs', 'sample-pairs-1', runFiles.exports, name, exportFiles.manifest));
  expect(studio.consoleErrors).toEqual([]);
});
