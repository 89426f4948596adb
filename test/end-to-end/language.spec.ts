import { expect, test } from './support/application';

test.use({ locale: 'ko-KR' });

test('the window speaks the language of the system', async ({ studio }) => {
  const { page } = studio;
  await expect(page.getByRole('button', { name: '학습 시작' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'ko');
  await expect(page.getByText('학습용 200쌍, 시험용 40쌍')).toBeVisible();
});
