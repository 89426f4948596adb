import { expect, endStudio, openStudio, test } from './support/application';

test('language, theme and the place of the window are kept', async ({ studio }) => {
  const { page, application, userData } = studio;
  await page.getByRole('button', { name: 'Settings' }).click();
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  await dialog.getByRole('radio', { name: 'Dark' }).check();
  await expect.poll(() => page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(true);
  await dialog.getByRole('radio', { name: '한국어' }).check();
  await expect(page.locator('html')).toHaveAttribute('lang', 'ko');
  await expect(page.getByRole('dialog', { name: '설정' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: '예제 데이터로 해 보기' })).toBeVisible();
  // The menus follow at once.
  const labels = await application.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items.map(({ label }) => label));
  expect(labels).toEqual(['파일', '편집', '보기', '실행', '창', '도움말']);

  const bounds = { x: 60, y: 40, width: 1120, height: 700 };
  await application.evaluate(({ BrowserWindow }, place) => {
    BrowserWindow.getAllWindows()[0]?.setBounds(place);
  }, bounds);
  await expect.poll(() => page.evaluate(() => window.outerWidth)).toBe(bounds.width);
  const gone = application.waitForEvent('close');
  await application.evaluate(({ app }) => {
    app.quit();
  });
  await gone;

  const again = await openStudio(userData);
  await expect(again.page.getByRole('button', { name: '예제 데이터로 해 보기' })).toBeVisible();
  expect(await again.page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(true);
  const place = await again.application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
  expect(place).toEqual(bounds);
  await endStudio(again);
});

test('menus offer what the window offers, and ask it', async ({ studio }) => {
  const { page, application } = studio;
  await expect(page.getByRole('button', { name: 'Try with the sample pairs' })).toBeVisible();
  const isOffered = (id: string): Promise<boolean | undefined> =>
    application.evaluate(({ Menu }, item) => Menu.getApplicationMenu()?.getMenuItemById(item)?.enabled, id);
  const choose = (id: string): Promise<void> =>
    application.evaluate(({ Menu }, item) => {
      Menu.getApplicationMenu()?.getMenuItemById(item)?.click();
    }, id);
  await expect.poll(() => isOffered('openFolder')).toBe(true);
  expect(await isOffered('start')).toBe(false);
  expect(await isOffered('stop')).toBe(false);

  await page.getByRole('button', { name: 'Try with the sample pairs' }).click();
  await page.getByRole('radio', { name: 'Quick look' }).check();
  await expect.poll(() => isOffered('start')).toBe(true);
  await choose('start');
  await expect.poll(() => isOffered('stop')).toBe(true);
  expect(await isOffered('start')).toBe(false);
  await choose('stop');
  await expect(page.getByText(/^Stopped and saved at step/)).toBeVisible();
  await choose('runs');
  await expect(page.getByRole('row', { name: /sample-pairs-1/ })).toBeVisible();
  await choose('licences');
  await expect(page.getByRole('dialog', { name: 'Licences' })).toBeVisible();
});
