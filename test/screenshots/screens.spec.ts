/** Pictures of every view, in both languages, themes and sizes; a few of them, compressed, for the documentation. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { endStudio, expect, openStudio, root, test, trainingPid, type Studio } from '../end-to-end/support/application';

/** Of 2,000 steps; by then the samples show that something was learnt. */
const donePercent = 21;

/** Those that stand in the documentation. */
const documented = [
  'welcome-en-light-1280',
  'dataset-en-light-1280',
  'training-en-light-1280',
  'training-ko-dark-1000',
  'runs-en-dark-1280',
  'try-en-light-1280',
  'export-ko-light-1280',
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
  resume: /^(Resume from step|[\d,]+스텝부터)/,
  export: /^(Export ONNX|ONNX 내보내기)$/,
};

for (const language of ['en', 'ko'] as const) {
  test.describe.serial(language, () => {
    const userData = join(root, 'test-results', 'screens-data', language);
    const button = (page: Page, name: RegExp): Locator => page.getByRole('button', { name });

    test(`a run at its beginning, at work and stopped, in ${language}`, async () => {
      await rm(userData, { recursive: true, force: true });
      const studio = await openStudio(userData, language);
      const { page, application } = studio;
      await button(page, words.samplePairs).click();
      await page.getByRole('radio', { name: words.quick }).check();
      await expect(page.getByText(words.measured)).toBeVisible();
      await takeAll(studio, `dataset-${language}`);

      await button(page, words.start).click();
      const done = page.getByRole('progressbar');
      await expect.poll(async () => Number(await done.getAttribute('aria-valuenow'))).toBeGreaterThan(donePercent);
      await takeAll(studio, `training-${language}`);
      await application.evaluate(({ BrowserWindow }) => {
        BrowserWindow.getAllWindows()[0]?.close();
      });
      await expect(page.getByRole('dialog')).toBeVisible();
      await takeAll(studio, `closing-${language}`);
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+.');
      await expect(button(page, words.resume)).toBeVisible();
      await takeAll(studio, `ended-${language}`);
      await endStudio(studio);
    });

    test(`what is done with it, and every dialog, in ${language}`, async () => {
      const studio = await openStudio(userData, language);
      const { page, application } = studio;
      await expect(button(page, words.samplePairs)).toBeVisible();
      await expect(page.getByText('sample-pairs-1')).toBeVisible();
      await takeAll(studio, `welcome-${language}`);
      await page.keyboard.press('Control+0');
      await expect(page.getByRole('row')).toHaveCount(2);
      await takeAll(studio, `runs-${language}`);
      await button(page, words.moreActions).click();
      await expect(page.getByRole('menu')).toBeVisible();
      await takeAll(studio, `menu-${language}`);
      await page.keyboard.press('Escape');

      await page.getByRole('row').nth(1).getByRole('button', { name: 'sample-pairs-1', exact: true }).click();
      await expect(button(page, words.resume)).toBeVisible();
      await page.keyboard.press('Control+4');
      await expect(page.locator('[data-latency]')).toBeVisible();
      await takeAll(studio, `try-${language}`);
      await page.keyboard.press('Control+5');
      await button(page, words.export).click();
      await expect(page.getByRole('row')).toHaveCount(1);
      await takeAll(studio, `export-${language}`);
      for (const id of ['settings', 'licences', 'getDataset']) {
        await application.evaluate(({ Menu }, item) => {
          Menu.getApplicationMenu()?.getMenuItemById(item)?.click();
        }, id);
        await expect(page.getByRole('dialog')).toBeVisible();
        await takeAll(studio, `${id}-${language}`);
        await page.keyboard.press('Escape');
        await expect(page.getByRole('dialog')).toBeHidden();
      }

      await page.keyboard.press('Control+2');
      await button(page, words.resume).click();
      await expect(button(page, words.stop)).toBeEnabled();
      process.kill((await trainingPid(application)) ?? NaN, 'SIGKILL');
      await expect(page.getByRole('alert')).toBeVisible();
      await takeAll(studio, `failed-${language}`);
      await endStudio(studio);
    });
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

/** Two frames later a change of size or theme has reached the canvases. */
function drawn(page: Page): Promise<void> {
  return page.evaluate(
    () =>
      new Promise((resolve) => {
        requestAnimationFrame(() => {
          requestAnimationFrame(() => {
            resolve();
          });
        });
      }),
  );
}
