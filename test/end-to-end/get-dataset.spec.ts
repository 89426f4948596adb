/** "Get a dataset…" against a server on this machine, and the cache in the settings. */
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { archiveOf, type Entry } from '../support/archives';
import { serveArchive } from '../support/archive-server';
import { endStudio, expect, openStudio, root, test } from './support/application';

/** Sample pairs as the archive of a dataset. */
async function sampleArchive(name: string): Promise<Buffer> {
  const entries: Entry[] = [];
  for (const [split, count] of [
    ['train', 4],
    ['test', 2],
  ] as const) {
    const from = join(root, 'assets', 'sample-pairs', split);
    for (const file of (await readdir(from)).slice(0, count)) {
      entries.push({ path: `${name}/${split}/${file}`, contents: await readFile(join(from, file)) });
    }
  }
  // So that there is time to stop.
  entries.push({ path: `${name}/ballast.txt`, contents: randomBytes(2_000_000) });
  return archiveOf(entries);
}

test('a dataset is got, stopped and gone on with, opened, and its leftovers are removed', async ({
  locale,
}, testInfo) => {
  const server = await serveArchive(await sampleArchive('facades'));
  const cache = testInfo.outputPath('cache');
  await mkdir(cache);
  const studio = await openStudio(testInfo.outputPath('user-data'), locale, {
    PIX2PIX_STUDIO_DATASETS: server.address,
    PIX2PIX_STUDIO_CACHE: cache,
  });
  const { page } = studio;
  await page.getByRole('button', { name: 'Get a dataset…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Get a dataset' });
  await expect(dialog.getByText('https://cmp.felk.cvut.cz/~tylecr1/facade/')).toBeVisible();
  await dialog.getByRole('radio', { name: /^cityscapes/ }).check();
  await expect(dialog.getByRole('button', { name: 'Download 103 MB' })).toBeDisabled();
  await dialog.getByRole('radio', { name: /^facades/ }).check();

  // The server gives half of it and then falls silent, until the person stops.
  const half = server.contents.length / 2;
  server.answer = (_request, response) => {
    response.writeHead(200, { etag: '"one"', 'content-length': server.contents.length });
    response.write(server.contents.subarray(0, half));
  };
  await dialog.getByRole('button', { name: /^Download 30/ }).click();
  await expect(dialog.getByRole('status')).toContainText(/1\.\d MB of 2\.\d MB/);
  await dialog.getByRole('button', { name: 'Stop' }).click();
  await expect(dialog.getByText('Stopped. What was loaded is kept')).toBeVisible();

  // The cache knows of it.
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Settings' }).click();
  const settings = page.getByRole('dialog', { name: 'Settings' });
  await expect(settings.getByText(/^\s*1\.\d MB, 0 decoded datasets/)).toBeVisible();
  await settings.getByRole('button', { name: 'Empty the cache' }).click();
  await expect(settings.getByText(/^\s*0 B, 0 decoded datasets/)).toBeVisible();
  await page.keyboard.press('Escape');

  // A refusal is said in the dialog; then the archive comes, and the dataset is open.
  server.answer = (_request, response) => response.writeHead(404).end();
  await page.getByRole('button', { name: 'Get a dataset…' }).click();
  await dialog.getByRole('button', { name: /^Download 30/ }).click();
  await expect(dialog.getByRole('alert')).toContainText('HTTP status 404');
  server.answer = null;
  await dialog.getByRole('button', { name: /^Download 30/ }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('list', { name: 'Pairs' }).getByRole('listitem')).toHaveCount(6);
  expect((await readdir(join(studio.userData, 'datasets', 'facades'))).sort()).toEqual([
    'ballast.txt',
    'test',
    'train',
  ]);
  await endStudio(studio);
  server.close();
});
