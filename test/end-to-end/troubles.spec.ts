import { chmod, mkdir, rename, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode } from '../../src-main/contract/errors';
import { mountSmallDisk } from '../support/small-disk';
import { expect, test } from './support/application';
import { makeFolder } from './support/folder';
import { drop, latestCheckpoint, readMetrics, shownStep } from './support/run';
import { stepFolder } from '../../src-main/contract/run';

test('a folder that cannot be read is refused with the reason, and so is what has no place on the disk', async ({
  studio,
}, testInfo) => {
  const { page } = studio;
  await expect(page.getByRole('button', { name: 'Try with the sample pairs' })).toBeVisible();
  const folder = testInfo.outputPath('locked');
  if (process.getuid?.() === 0) {
    // Nothing is forbidden to root, but a link to itself leads nowhere.
    await symlink(folder, folder);
  } else {
    await mkdir(folder);
    await chmod(folder, 0);
  }
  await drop(studio, folder);
  const alert = page.getByRole('alert');
  await expect(alert).toContainText(`The folder ${folder} cannot be read:`);

  // A picture dragged out of a page is a file without a path.
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.items.add(new File(['picture'], 'from-a-page.png'));
    window.dispatchEvent(new DragEvent('drop', { dataTransfer: data, cancelable: true }));
  });
  await expect(alert).toContainText('from-a-page.png');
  await page.getByRole('button', { name: 'Close' }).click();
  await expect(alert).toBeHidden();
});

test(
  'on a full disk the training waits, says so, and goes on when there is room again',
  { tag: '@root' },
  async ({ studio }, testInfo) => {
    const { page, userData } = studio;
    const runs = join(userData, 'runs');
    await mkdir(runs, { recursive: true });
    const disk = await mountSmallDisk(runs, 256_000_000);
    try {
      const folder = testInfo.outputPath('my pairs');
      await makeFolder(folder);
      await drop(studio, folder);
      await page.getByRole('radio', { name: 'Quick look' }).check();
      await page.getByText('More', { exact: true }).click();
      await page.getByRole('radio', { name: '64', exact: true }).check();
      for (const [name, value] of [
        ['Epochs', '100000'],
        ['Base filters', '4'],
        ['Sample every', '20'],
      ] as const) {
        await page.getByLabel(name, { exact: true }).fill(value);
      }
      await page.getByRole('button', { name: 'Start training' }).click();
      await expect.poll(() => shownStep(studio)).toBeGreaterThan(3);

      const run = join(runs, 'my pairs-1');
      const samples = join(run, 'samples');
      if (disk === null) {
        await rename(samples, `${samples}.kept`);
      } else {
        // The run may take the last bytes first: the disk is full then too.
        await disk.fill(0).catch((error: unknown) => {
          expect(systemCode(error)).toBe('ENOSPC');
        });
      }
      const notice = page.getByRole('alert');
      await expect(notice).toContainText(disk === null ? 'could not be written' : 'disk');
      await (disk?.empty() ?? rename(`${samples}.kept`, samples));
      await expect(notice).toBeHidden();
      const after = await shownStep(studio);
      await expect.poll(() => shownStep(studio)).toBeGreaterThan(after);

      await page.keyboard.press('Control+.');
      await expect(page.getByText(/^Stopped and saved at step/)).toBeVisible();
      expect(await latestCheckpoint(run)).toBe(stepFolder((await readMetrics(run)).length));
    } finally {
      await disk?.unmount();
    }
  },
);
