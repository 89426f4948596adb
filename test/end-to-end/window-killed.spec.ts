import { join } from 'node:path';
import { formatLoss } from '../../src-renderer/logic/format';
import { expect, test, trainingPid } from './support/application';
import { readMetrics, shownStep, startTraining } from './support/run';

test('a window that crashes comes back to its training, which has gone on, and to all of its curves', async ({
  studio,
}) => {
  const { application, userData } = studio;
  await startTraining(studio, 5);
  const before = await shownStep(studio);
  const pid = await trainingPid(application);

  // Playwright gives up a page that has crashed, so the application is asked what is in its window; what a page that is
  // not there yet is asked, it never answers.
  await application.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    const isBack = new Promise<void>((resolve) => {
      contents?.once('did-finish-load', () => {
        resolve();
      });
    });
    contents?.forcefullyCrashRenderer();
    await isBack;
  });
  const inWindow = (script: string): Promise<string> =>
    application.evaluate(
      async ({ BrowserWindow }, code) =>
        String(await BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(code)),
      script,
    );
  const text = (): Promise<string> => inWindow('document.body.innerText');
  const button = (name: string): string =>
    `[...document.querySelectorAll('button')].find((one) => (one.ariaLabel ?? one.innerText).includes('${name}'))`;

  await expect.poll(text).toMatch(/^Step [\d,]+ of 2,000$/m);
  const step = async (): Promise<number> =>
    Number(/^Step ([\d,]+) of 2,000$/m.exec(await text())?.[1]?.replaceAll(',', ''));
  await expect.poll(step).toBeGreaterThan(before + 2);
  expect(await trainingPid(application)).toBe(pid);
  const predictions = '[role=img][aria-label^="Prediction: test/"]';
  await expect.poll(() => inWindow(`document.querySelectorAll('${predictions}').length`)).toBe('1');

  // The table begins at the first step, not at those that the trainer has told the new page.
  await inWindow(`${button('table')}.click()`);
  const firstRow = (): Promise<string> =>
    inWindow(`[...document.querySelectorAll('tbody tr:last-child > *')].map((cell) => cell.innerText).join(' ')`);
  await expect.poll(firstRow).toMatch(/^1–\d+ /);
  const row = await firstRow();
  const length = Number(/^1–(\d+)/.exec(row)?.[1]);
  const metrics = await readMetrics(join(userData, 'runs', 'sample-pairs-1'));
  const sum = metrics.slice(0, length).reduce((total, { gen_total_loss: loss }) => total + loss, 0);
  expect(row).toContain(` ${formatLoss(sum / length)}\n`);

  await inWindow(`${button('Stop and save')}.click()`);
  await expect.poll(text).toMatch(/Stopped and saved at step/);
});
