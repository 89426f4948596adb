import { copyFile, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { runFiles, stepFolder } from '../../src-main/contract/run';
import { expect, root, test, type Studio } from './support/application';
import { chooseQuickLook, drop } from './support/run';

const pairs = 40;

/** Sample pairs that no folder divides. */
async function makeFlatFolder(folder: string): Promise<void> {
  const from = join(root, 'assets', 'sample-pairs', 'train');
  await mkdir(folder, { recursive: true });
  for (const name of (await readdir(from)).slice(0, pairs)) {
    await copyFile(join(from, name), join(folder, name));
  }
}

/** Names of the pairs that the window shows as those for testing. */
async function shownTestPairs({ page }: Studio): Promise<readonly string[]> {
  const captions = page.getByRole('list', { name: 'Pairs' }).locator('figcaption');
  const texts = await captions.evaluateAll((all) =>
    all.map((one) => [...one.children].map((part) => part.textContent)),
  );
  return texts.flatMap(([name, split]) => (split === 'test' && name ? [name] : [])).sort();
}

test('the pairs that are shown as test pairs are those that a run tests, by the seed that is typed', async ({
  studio,
}, testInfo) => {
  const { page } = studio;
  const folder = testInfo.outputPath('flat');
  await makeFlatFolder(folder);
  await drop(studio, folder);
  const grid = page.getByRole('list', { name: 'Pairs' });
  await expect(grid.getByRole('listitem')).toHaveCount(pairs);
  const byFirstSeed = await shownTestPairs(studio);
  expect(byFirstSeed).toHaveLength(4);

  await chooseQuickLook(studio);
  await page.getByText('More', { exact: true }).click();
  await page.getByRole('radio', { name: '64', exact: true }).check();
  await page.getByLabel('Base filters', { exact: true }).fill('4');
  const seed = page.getByLabel('Seed', { exact: true });
  await seed.fill('12');
  await expect.poll(() => shownTestPairs(studio)).not.toEqual(byFirstSeed);
  await expect(page.getByRole('button', { name: 'test 4' })).toBeVisible();

  // Opened again, it is divided by the seed that stands there.
  const byTypedSeed = await shownTestPairs(studio);
  await drop(studio, folder);
  await expect(grid.getByRole('img').first()).toHaveAttribute('src', /\/datasets\/2\//);
  expect(await shownTestPairs(studio)).toEqual(byTypedSeed);

  await page.getByRole('button', { name: 'Start training' }).click();
  const sample = join(studio.userData, 'runs', 'flat-1', runFiles.samples, stepFolder(0), runFiles.pairs);
  await expect.poll(() => readFile(sample, 'utf8').catch(() => '')).not.toBe('');
  const tested = z.array(z.string()).parse(JSON.parse(await readFile(sample, 'utf8')));
  expect(tested.sort()).toEqual(byTypedSeed);
  await page.getByRole('button', { name: 'Stop and save' }).click();
  await expect(page.getByText(/^Stopped and saved at step/)).toBeVisible();
  expect(studio.consoleErrors).toEqual([]);
});
