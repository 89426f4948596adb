import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { expect, test, trainingPid, type Studio } from './support/application';
import { makeFolder } from './support/folder';
import { drop, shownStep } from './support/run';

/** What the system was told, by the real objects: each call is noted on its way. */
interface Told {
  readonly progress: readonly (readonly [fraction: number, mode: string | null])[];
  readonly tips: readonly string[];
  readonly notices: readonly string[];
  readonly isAwake: boolean;
}

/** Notes from now on what the application tells the taskbar, the tray and the notifications. */
async function listen(application: ElectronApplication): Promise<void> {
  await application.evaluate(({ BrowserWindow, Tray, Notification }) => {
    const told = { progress: [] as unknown[], tips: [] as string[], notices: [] as string[], menu: null as unknown };
    Reflect.set(globalThis, 'told', told);
    const note = (target: object, name: string, take: (of: unknown, ...values: unknown[]) => void): void => {
      const real: unknown = Reflect.get(target, name);
      Reflect.set(target, name, function (this: unknown, ...values: unknown[]) {
        take(this, ...values);
        return typeof real === 'function' ? (Reflect.apply(real, this, values) as unknown) : undefined;
      });
    };
    const [window] = BrowserWindow.getAllWindows();
    if (window !== undefined) {
      note(window, 'setProgressBar', (_window, fraction, options) => {
        told.progress.push([fraction, (options as { mode: string } | undefined)?.mode ?? null]);
      });
      // A notification is for somebody who looks elsewhere.
      window.isFocused = () => false;
    }
    note(Tray.prototype, 'setToolTip', (_tray, tip) => told.tips.push(String(tip)));
    note(Tray.prototype, 'setContextMenu', (_tray, menu) => (told.menu = menu));
    // Without a desktop nobody shows them; they are made all the same.
    Notification.isSupported = () => true;
    note(Notification.prototype, 'show', (notice) => told.notices.push((notice as { title: string }).title));
  });
}

function toldBy(application: ElectronApplication): Promise<Told> {
  return application.evaluate(({ powerSaveBlocker }) => {
    const { progress, tips, notices } = Reflect.get(globalThis, 'told') as Omit<Told, 'isAwake'>;
    const isAwake = Array.from({ length: 20 }, (_, id) => id).some((id) => powerSaveBlocker.isStarted(id));
    return { progress, tips, notices, isAwake };
  });
}

/** Chooses an item of the tray's menu. */
function chooseInTray(application: ElectronApplication, id: string): Promise<void> {
  return application.evaluate((_electron, item) => {
    const { menu } = Reflect.get(globalThis, 'told') as { menu: Electron.Menu | null };
    menu?.getMenuItemById(item)?.click();
  }, id);
}

/** Trains small networks for some epochs of four steps. */
async function train(studio: Studio, folder: string, epochs: string): Promise<void> {
  const { page } = studio;
  await makeFolder(folder);
  await drop(studio, folder);
  await page.getByRole('radio', { name: 'Quick look' }).check();
  await page.getByText('More', { exact: true }).click();
  await page.getByRole('radio', { name: '64', exact: true }).check();
  await page.getByLabel('Base filters', { exact: true }).fill('4');
  await page.getByLabel('Epochs', { exact: true }).fill(epochs);
  await page.getByRole('button', { name: 'Start training' }).click();
  await expect.poll(() => shownStep(studio)).toBeGreaterThan(3);
}

test('the system is told of a run: awake, progress, tray, pause, and its end', async ({ studio }, testInfo) => {
  const { page, application } = studio;
  await expect(page.getByRole('button', { name: 'Try with the sample pairs' })).toBeVisible();
  await listen(application);
  expect((await toldBy(application)).isAwake).toBe(false);
  await train(studio, testInfo.outputPath('my pairs'), '250');
  await expect.poll(async () => (await toldBy(application)).isAwake).toBe(true);
  await expect.poll(async () => (await toldBy(application)).progress.at(-1)?.[1]).toBe('normal');
  expect((await toldBy(application)).tips.at(-1)).toMatch(/^my pairs-1: \d+ %$/);

  // Into the background, paused from the tray, back from it.
  await application.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.close();
  });
  await page.getByRole('button', { name: 'Keep training in background' }).click();
  await expect
    .poll(async () => (await toldBy(application)).notices)
    .toEqual(['my pairs-1 is training in the background']);
  await chooseInTray(application, 'pause');
  await expect.poll(async () => (await toldBy(application)).progress.at(-1)?.[1]).toBe('paused');
  await expect.poll(async () => (await toldBy(application)).tips.at(-1)).toMatch(/^my pairs-1: paused at \d+ %$/);
  await chooseInTray(application, 'show');
  const isVisible = (): Promise<boolean | undefined> =>
    application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());
  await expect.poll(isVisible).toBe(true);
  await page.keyboard.press('Control+0');
  await expect(page.getByRole('row', { name: /my pairs-1/ })).toContainText('paused');

  await chooseInTray(application, 'pause');
  await expect.poll(async () => (await toldBy(application)).notices.at(-1)).toBe('my pairs-1 has finished');
  const { progress, isAwake } = await toldBy(application);
  expect(isAwake).toBe(false);
  expect(progress.at(-1)?.[0]).toBe(-1);
  const fractions = progress.slice(0, -1).map(([fraction]) => fraction);
  expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
});

test('a failure is told too', async ({ studio }, testInfo) => {
  const { page, application } = studio;
  await expect(page.getByRole('button', { name: 'Try with the sample pairs' })).toBeVisible();
  await listen(application);
  await train(studio, join(testInfo.outputPath(), 'pairs'), '100000');
  process.kill((await trainingPid(application)) ?? NaN, 'SIGKILL');
  await expect.poll(async () => (await toldBy(application)).notices).toEqual(['pairs-1 has stopped']);
  const { progress, isAwake } = await toldBy(application);
  expect(progress.at(-1)?.[1]).toBe('error');
  expect(isAwake).toBe(false);
});
