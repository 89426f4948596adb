import { expect, test } from './support/application';

test.use({ locale: 'ko-KR' });

test('the window speaks the language of the system', async ({ studio }) => {
  const { page } = studio;
  await expect(page.locator('html')).toHaveAttribute('lang', 'ko');
  await page.getByRole('button', { name: '예제 데이터로 해 보기' }).click();
  await expect(page.getByRole('button', { name: '학습 시작' })).toBeVisible();
  await expect(page.getByRole('button', { name: '학습용 200' })).toBeVisible();
});
