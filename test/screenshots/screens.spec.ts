/** Pictures of every view, in both languages, themes and sizes; a few of them, compressed, for the documentation. */
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, root, test, trainerPid, type Studio } from '../end-to-end/support/application';

/** A step whose sample shows that something was learnt. */
const sampleStep = 400;

const documented = [
  'welcome-en-light-1280',
  'dataset-en-light-1280',
  'training-en-light-1280',
  'training-ko-dark-1000',
  'runs-en-light-1280',
  'failed-en-dark-1000',
];

const sizes = [
  { width: 1280, height: 800 },
  { width: 1000, height: 640 },
];

const words = {
  en: {
    samplePairs: 'Try with the sample pairs',
    home: 'Home',
    quick: 'Quick look',
    start: 'Start training',
    stop: 'Stop and save',
    again: 'Train again',
    sampleAt: `Sample at step ${String(sampleStep)}`,
  },
  ko: {
    samplePairs: '예제 데이터로 해 보기',
    home: '처음 화면',
    quick: '빠른 확인',
    start: '학습 시작',
    stop: '중지하고 저장',
    again: '다시 학습',
    sampleAt: `${String(sampleStep)}스텝의 샘플`,
  },
};

for (const language of ['en', 'ko'] as const) {
  test.describe(language, () => {
    test.use({ locale: language });

    test(`every view at rest, at work, stopped and failed, in ${language}`, async ({ studio }) => {
      const { page, application } = studio;
      const { samplePairs, home, quick, start, stop, again, sampleAt } = words[language];
      await page.getByRole('button', { name: samplePairs }).click();
      await page.getByRole('radio', { name: quick }).check();
      await expect(page.getByRole('definition').nth(3)).toHaveText(/^\d/);
      await takeAll(studio, `dataset-${language}`);

      await page.getByRole('button', { name: start }).click();
      await expect(page.getByText(sampleAt)).toBeVisible();
      await takeAll(studio, `training-${language}`);

      await page.getByRole('button', { name: stop }).click();
      await expect(page.getByRole('button', { name: again })).toBeVisible();
      await takeAll(studio, `ended-${language}`);
      await page.keyboard.press('Control+0');
      await expect(page.getByRole('row')).toHaveCount(2);
      await takeAll(studio, `runs-${language}`);
      await page.getByRole('button', { name: home }).click();
      await takeAll(studio, `welcome-${language}`);
      await page.keyboard.press('Control+2');

      await page.getByRole('button', { name: again }).click();
      await expect(page.getByRole('button', { name: stop })).toBeEnabled();
      await expect(page.locator('data[data-loss="disc_loss"]')).toHaveText(/\d/);
      process.kill((await trainerPid(application)) ?? NaN, 'SIGKILL');
      await expect(page.getByRole('alert')).toBeVisible();
      await takeAll(studio, `failed-${language}`);
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
