import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, openStudio, root, test } from './support/application';
import { chooseQuickLook, drop, openSamplePairs, shownStep } from './support/run';

test('what was chosen decides how a new folder is prepared, and its training takes that', async ({
  locale,
}, testInfo) => {
  const folder = testInfo.outputPath('my pairs');
  const stores = join(testInfo.outputPath('cache'), 'stores');
  await mkdir(folder);
  const shipped = join(root, 'assets', 'sample-pairs', 'train');
  for (const name of (await readdir(shipped)).slice(0, 70)) {
    await copyFile(join(shipped, name), join(folder, name));
  }
  const environment = { PIX2PIX_STUDIO_CACHE: testInfo.outputPath('cache') };
  const studio = await openStudio(testInfo.outputPath('user-data'), locale, environment);
  const { page, application } = studio;
  await openSamplePairs(studio);
  await chooseQuickLook(studio);
  await drop(studio, folder);
  await expect(page.getByRole('list', { name: 'Pairs' }).getByRole('listitem')).toHaveCount(70);
  const [prepared = ''] = await readdir(stores);
  const before = await readdir(join(stores, prepared));
  expect(before.sort()).toEqual(['index.json', 'test-0.bin', 'train-0.bin']);

  await page.getByRole('button', { name: 'Start training' }).click();
  await expect.poll(() => shownStep(studio)).toBeGreaterThanOrEqual(1);
  expect(await readdir(stores)).toEqual([prepared]);
  await page.getByRole('button', { name: 'Stop and save' }).click();
  await expect(page.getByText(/^Stopped and saved at step/)).toBeVisible();
  await application.close();
});
