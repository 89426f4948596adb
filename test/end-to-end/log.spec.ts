import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { logPath } from '../../src-main/log/place';
import { endStudio, expect, openStudio, test, trainerPid, trainingPid, type Studio } from './support/application';
import { startTraining } from './support/run';

function readLog({ userData }: Pick<Studio, 'userData'>): Promise<string> {
  return readFile(join(userData, 'logs', 'pix2pix-studio.log'), 'utf8');
}

/** Notes from now on which files the system is asked to show, and shows none: there is no file manager here. */
async function listen(application: ElectronApplication): Promise<void> {
  await application.evaluate(({ shell }) => {
    const shown: string[] = [];
    Reflect.set(globalThis, 'shown', shown);
    shell.showItemInFolder = (path) => shown.push(path);
  });
}

function shownBy(application: ElectronApplication): Promise<readonly string[]> {
  return application.evaluate(() => Reflect.get(globalThis, 'shown') as string[]);
}

test('a trainer that was killed stands in the log with pid, reason and what it printed, and the window leads there', async ({
  studio,
}) => {
  const { page, application, userData } = studio;
  await listen(application);
  await startTraining(studio, 3);
  const trainer = String(await trainerPid(application));
  const pid = await trainingPid(application);
  const training = `training[${String(pid)}]`;
  // What TensorFlow writes by itself when it is loaded.
  await expect.poll(() => readLog(studio)).toContain(`${training} stderr: `);
  process.kill(pid ?? NaN, 'SIGKILL');

  const alert = page.getByRole('alert');
  await alert.getByRole('button', { name: 'Show log' }).click();
  await expect.poll(() => shownBy(application)).toEqual([join(userData, 'logs', 'pix2pix-studio.log')]);

  await expect.poll(() => readLog(studio)).toContain(`trainer[${trainer}] ended: `);
  const log = await readLog(studio);
  expect(log).toMatch(/ info \S+ app\[\d+\] begins: Electron /);
  expect(log).toContain(`started trainer[${trainer}]`);
  expect(log).toContain(`trainer[${trainer}] started ${training}`);
  expect(log).toContain(`error 0.1.0 trainer[${trainer}] ${training} ended: SIGKILL`);
  expect(log).toMatch(new RegExp(`error \\S+ app\\[\\d+\\] trainer\\[${trainer}\\] ended: code \\d+, killed`));
});

test('errors of the window and its end stand in the log, and the menu shows it', async ({ studio }) => {
  const { page, application, userData } = studio;
  await expect(page.getByRole('button', { name: 'Try with the sample pairs' })).toBeVisible();
  await listen(application);
  const pid = await application.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId(),
  );
  const name = `window[${String(pid)}]`;
  await expect.poll(() => readLog(studio)).toContain(`started ${name}`);
  await page.evaluate(() => {
    setTimeout(() => {
      throw new Error('on purpose');
    });
  });
  await expect.poll(() => readLog(studio)).toMatch(/ error \S+ window\[\d+\] console: Uncaught Error: on purpose \(/);

  // It does not answer any more, and comes back by itself.
  process.kill(pid ?? NaN, 'SIGKILL');
  await application.evaluate(({ Menu }) => {
    Menu.getApplicationMenu()?.getMenuItemById('showLog')?.click();
  });
  expect(await shownBy(application)).toEqual([join(userData, 'logs', 'pix2pix-studio.log')]);
  await expect.poll(() => readLog(studio)).toMatch(new RegExp(`error .* window\\[${String(pid)}\\] ended: .*killed`));
  await expect.poll(() => readLog(studio)).toMatch(/started window\[\d+\][^]*started window\[\d+\]/);
});

test('the window and the command line have one log', async ({ locale }, testInfo) => {
  const folder = testInfo.outputPath('config');
  const studio = await openStudio('', locale, { XDG_CONFIG_HOME: folder, PIX2PIX_STUDIO_LOGS: '' });
  try {
    const userData = await studio.application.evaluate(({ app }) => app.getPath('userData'));
    await expect.poll(() => readLog({ userData })).toContain('begins: Electron');
    expect(logPath({ XDG_CONFIG_HOME: folder })).toBe(join(userData, 'logs', 'pix2pix-studio.log'));
  } finally {
    await endStudio(studio);
  }
});
