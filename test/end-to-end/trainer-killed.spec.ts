import { join } from 'node:path';
import { expect, test, trainingPid } from './support/application';
import { readMetrics, saveNow, shownLosses, shownStep, startTraining } from './support/run';

test('the window survives its trainer: it says what happened, keeps what was drawn, and can train again', async ({
  studio,
}) => {
  const { page, application } = studio;
  await startTraining(studio, 5);
  const prediction = page.getByRole('img', { name: /^Prediction: test\// });
  await expect(prediction).toBeVisible();

  const pid = await trainingPid(application);
  expect(pid).not.toBeNull();
  process.kill(pid ?? NaN, 'SIGKILL');

  const alert = page.getByRole('alert');
  await expect(alert).toContainText(/The trainer stopped at step \d+\s*The system or another program ended it\./);
  await expect(alert).toContainText('No checkpoint had been written yet; train again.');
  const losses = await shownLosses(studio);
  expect(losses.gen_total_loss.value).toBeGreaterThan(0);
  await expect(page.getByRole('img', { name: /^Curves by step/ }).first()).toHaveAccessibleName(
    new RegExp(`gen_gan_loss ${losses.gen_gan_loss.text}`),
  );
  await expect(prediction).toBeVisible();

  await page.getByRole('button', { name: 'Train again' }).click();
  await expect(page.getByRole('button', { name: 'Stop and save' })).toBeEnabled();
  await expect(alert).toBeHidden();
  expect(await trainingPid(application)).not.toBe(pid);
});

test('a run whose trainer was killed goes on from its last checkpoint', async ({ studio }) => {
  const { page, application, userData } = studio;
  await startTraining(studio, 3);
  const step = await saveNow(studio);
  await expect.poll(() => shownStep(studio)).toBeGreaterThan(step);
  process.kill((await trainingPid(application)) ?? NaN, 'SIGKILL');

  await expect(page.getByRole('alert')).toContainText(`The checkpoint of step ${String(step)} is kept.`);
  await page.getByRole('button', { name: `Resume from step ${String(step)}` }).click();
  await expect(page.getByRole('alert')).toBeHidden();
  await expect.poll(() => shownStep(studio)).toBeGreaterThan(step);
  await page.getByRole('button', { name: 'Stop and save' }).click();
  await expect(page.getByText(/^Stopped and saved at step/)).toBeVisible();
  const steps = (await readMetrics(join(userData, 'runs', 'sample-pairs-1'))).map((metrics) => metrics.step);
  expect(steps).toEqual(steps.map((_, index) => index + 1));
  expect(steps.length).toBeGreaterThan(step);
});
