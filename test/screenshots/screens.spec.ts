/** Pictures of every view, in both languages, themes and sizes; a few of them, compressed, for the documentation. */
import { access, cp, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { endStudio, expect, openStudio, root, test, trainingPid, type Studio } from '../end-to-end/support/application';
import { command } from '../end-to-end/support/trained-run';

/** Of 2,000 steps; by then the samples show that something was learnt. */
const donePercent = 16;

/** Those that stand in the documentation. */
const documented = [
  'welcome-en-light-1280',
  'welcome-ko-dark-1000',
  'dataset-en-light-1280',
  'dataset-ko-light-1280',
  'training-en-light-1280',
  'training-ko-dark-1280',
  'runs-en-dark-1280',
  'try-en-light-1280',
  'closing-en-dark-1000',
  'failed-en-dark-1000',
];

const sizes = [
  { width: 1280, height: 800 },
  { width: 1000, height: 640 },
];

/** Buttons and texts in both languages. */
const words = {
  samplePairs: /^(Try with the sample pairs|예제 데이터로 해 보기)$/,
  home: /^(Home|처음 화면)$/,
  more: /^(More|고급)$/,
  moreActions: /^(More|더 보기)$/,
  quick: /^(Quick look|빠른 확인)$/,
  measured: /^(Measured on this computer|이 컴퓨터에서 측정)/,
  start: /^(Start training|학습 시작)/,
  stop: /^(Stop and save|중지하고 저장)$/,
  rename: /^(Rename…|이름 바꾸기…)$/,
  delete: /^(Delete…|삭제…)$/,
  resume: /^(Resume from step|[\d,]+스텝부터)/,
  ready: /^(Ready|준비됨)$/,
  export: /^(Export ONNX|ONNX 내보내기)$/,
};

const data = join(root, 'test-results', 'screens-data');
const trained = join(data, 'trained');

const button = (page: Page, name: RegExp): Locator => page.getByRole('button', { name });

test('the runs that the others look at are trained, once for all pictures', async () => {
  if (
    await access(trained).then(
      () => true,
      () => false,
    )
  ) {
    return;
  }
  const partial = `${trained}.partial`;
  await rm(partial, { recursive: true, force: true });
  const runs = join(partial, 'runs');
  // A finished one beside it, smaller and sooner done.
  const small = ['--preset', 'quick', '--size', '64', '--filters', '24', '--steps', '400', '--sample-every', '100'];
  await command(['train', join(root, 'assets', 'sample-pairs'), '--run', join(runs, 'small-pairs-1'), ...small]);
  const studio = await openStudio(partial);
  const { page } = studio;
  await button(page, words.samplePairs).click();
  await page.getByRole('radio', { name: words.quick }).check();
  await expect(page.getByText(words.measured)).toBeVisible();
  await button(page, words.start).click();
  const done = page.getByRole('progressbar');
  await expect
    .poll(async () => Number(await done.getAttribute('aria-valuenow')), { timeout: 0 })
    .toBeGreaterThan(donePercent);
  await button(page, words.stop).click();
  await expect(button(page, words.resume)).toBeVisible();
  await endStudio(studio);
  await rename(partial, trained);
});

for (const language of ['en', 'ko'] as const) {
  test(`every view and every dialog, in ${language}`, async () => {
    // Its path is in the pictures.
    const userData = join(tmpdir(), `pix2pix-studio-${language}`);
    await rm(userData, { recursive: true, force: true });
    await cp(trained, userData, { recursive: true, filter: (path) => !basename(path).startsWith('Singleton') });
    const studio = await openStudio(userData, language);
    const { page, application } = studio;
    const take = (name: string): Promise<void> => takeAll(studio, `${name}-${language}`);
    await expect(page.getByText('sample-pairs-1')).toBeVisible();
    await expect(page.getByText(words.ready)).toBeVisible();
    await take('welcome');
    for (const id of ['settings', 'licences', 'getDataset']) {
      await application.evaluate(({ Menu }, item) => {
        Menu.getApplicationMenu()?.getMenuItemById(item)?.click();
      }, id);
      await expect(page.getByRole('dialog')).toBeVisible();
      await take(id);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toBeHidden();
    }
    await button(page, words.samplePairs).click();
    await page.getByRole('radio', { name: words.quick }).check();
    await expect(page.getByText(words.measured)).toBeVisible();
    await take('dataset');
    await page.getByText(words.more).first().click();
    await take('more');

    await page.keyboard.press('Control+0');
    await expect(page.getByRole('row')).toHaveCount(3);
    await take('runs');
    await mkdir(join(userData, 'runs', 'interrupted-copy'));
    await writeFile(join(userData, 'runs', 'interrupted-copy', 'run.json'), '{"format": 1, ');
    await page.keyboard.press('Control+2');
    await page.keyboard.press('Control+0');
    await expect(page.getByRole('row')).toHaveCount(4);
    const row = page.getByRole('row').filter({ hasText: 'sample-pairs-1' });
    await row.getByRole('button', { name: words.moreActions }).click();
    await expect(page.getByRole('menu')).toBeVisible();
    await take('menu');
    for (const [name, item] of [
      ['rename', words.rename],
      ['delete', words.delete],
    ] as const) {
      await page.getByRole('menuitem', { name: item }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await take(name);
      await page.keyboard.press('Escape');
      await row.getByRole('button', { name: words.moreActions }).click();
    }
    await page.keyboard.press('Escape');
    await row.getByRole('button', { name: 'sample-pairs-1', exact: true }).click();
    await expect(button(page, words.resume)).toBeVisible();
    await take('ended');
    await page.keyboard.press('Control+3');
    await expect(page.locator('[data-latency]')).toBeVisible();
    await take('try');
    await page.keyboard.press('Control+4');
    await button(page, words.export).click();
    await expect(page.getByRole('row')).toHaveCount(1);
    await take('export');

    await page.keyboard.press('Control+2');
    await button(page, words.resume).click();
    await expect(button(page, words.stop)).toBeEnabled();
    await expect(page.locator('data[data-loss="disc_loss"]')).toHaveText(/\d/);
    await take('training');
    await application.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.close();
    });
    await expect(page.getByRole('dialog')).toBeVisible();
    await take('closing');
    await page.keyboard.press('Escape');
    process.kill((await trainingPid(application)) ?? NaN, 'SIGKILL');
    await expect(page.getByRole('alert')).toBeVisible();
    await take('failed');
    await endStudio(studio);
    await rm(userData, { recursive: true });
  });
}

async function takeAll({ application, page }: Studio, name: string): Promise<void> {
  for (const { width, height } of sizes) {
    await application.evaluate(
      ({ BrowserWindow }, size) => {
        BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height);
      },
      { width, height },
    );
    await expect.poll(() => page.evaluate(() => window.innerWidth)).toBe(width);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await drawn(page);
      const picture = `${name}-${colorScheme}-${String(width)}`;
      await page.screenshot({ path: join(root, 'test-results', 'screens', `${picture}.png`) });
      if (documented.includes(picture)) {
        const path = join(root, 'docs', 'screens', `${picture}.jpg`);
        await page.screenshot({ path, type: 'jpeg', quality: 85 });
      }
    }
  }
}

/** Pictures on screen are there, and two frames later a change of size or theme has reached the canvases. */
async function drawn(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    [...document.images].every((image) => image.complete || image.getBoundingClientRect().top > window.innerHeight),
  );
  await page.evaluate(
    () =>
      new Promise((resolve) => {
        requestAnimationFrame(() => {
          requestAnimationFrame(resolve);
        });
      }),
  );
}
