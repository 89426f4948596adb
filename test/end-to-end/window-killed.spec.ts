import { join } from 'node:path';
import { expect, test, trainingPid } from './support/application';
import { readMetrics, shownStep, startTraining } from './support/run';

test('a window that crashes comes back to its training, which has gone on, and to all of its curves', async ({
  studio,
}) => {
  const { application, userData } = studio;
  await startTraining(studio, 5);
  const before = await shownStep(studio);
  const pid = await trainingPid(application);

  // Playwright gives up a page that has crashed, so the application is asked what is in its window.
  const inWindow = (script: string): Promise<unknown> =>
    application.evaluate(
      ({ BrowserWindow }, code) => BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(code),
      script,
    );
  await application.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer();
  });

  const step = async (): Promise<number> => {
    const text = String(await inWindow('document.body.innerText').catch(() => ''));
    return Number(/^Step ([\d,]+) of 2,000$/m.exec(text)?.[1]?.replaceAll(',', ''));
  };
  await expect.poll(step).toBeGreaterThan(before + 2);
  expect(await trainingPid(application)).toBe(pid);
  // The table has every step since the first one.
  await inWindow(`document.querySelector('[aria-label="Losses as a table"], [aria-pressed][title$="(T)"]').click()`);
  const firstRow = 'document.querySelector("tbody tr:last-child th")?.innerText ?? ""';
  await expect.poll(() => inWindow(firstRow)).toMatch(/^1(?:\D|$)/);
  await expect.poll(() => inWindow('document.querySelectorAll("[aria-label^=Prediction]").length')).not.toBe(0);

  await inWindow(
    `[...document.querySelectorAll('button')].find((one) => one.innerText.includes('Stop and save')).click()`,
  );
  await expect.poll(() => inWindow('document.body.innerText')).toMatch(/Stopped and saved at step/);
  const metrics = await readMetrics(join(userData, 'runs', 'sample-pairs-1'));
  expect(metrics.map((metric) => metric.step)).toEqual(metrics.map((_, index) => index + 1));
});
