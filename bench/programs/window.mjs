// The built application with a training that tells of more than any real one; prints JSON lines of what was measured.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { _electron } from '@playwright/test';
import { electronExecutable } from '../../scripts/setup/electron.mjs';
import { root } from '../../scripts/setup/paths.mjs';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {import('@playwright/test').ElectronApplication} Application */

const text = /** @type {const} */ ({ type: 'string' });
const { values } = parseArgs({ options: { trainer: text, maker: text, seconds: text, steps: text } });
const { trainer = '', maker = '', seconds = '60', steps = '1000000' } = values;
const idleSeconds = 10;
const settleSeconds = 5;
const zooms = 40;
const smoothings = 20;
/** After each of them memory is read, to tell warming up from growth. */
const stretchSeconds = 15;
const folder = mkdtempSync(join(tmpdir(), 'pix2pix-studio-window-'));

try {
  const userData = join(folder, 'user-data');
  const makeRun = (/** @type {string} */ name, /** @type {string[]} */ ...options) =>
    execFileSync(process.execPath, [maker, '--run', join(userData, 'runs', name), ...options]);
  makeRun('long-1', '--steps', steps);
  makeRun('live-1', '--steps', '1', '--total', '10000000');
  const application = await launch(await makeApplication(), userData);
  const page = await application.firstWindow();
  report('open', await open(page));
  report('zoom', await zoom(page));
  report('smooth', await smooth(page));
  report('idle', { intervals: await frames(page, idleSeconds) });
  await page.keyboard.press('Control+0');
  await page
    .getByRole('row', { name: /live-1/ })
    .getByRole('button', { name: 'Resume training' })
    .click();
  await page.getByText(/^Step [\d,]+ of 10,000,000$/).waitFor();
  await frames(page, settleSeconds);
  const before = await memory(application, page);
  const shownBefore = await shownStep(page);
  await watchLoop(application);
  const intervals = [];
  const resident = [];
  for (let left = Number(seconds); left > 0; left -= stretchSeconds) {
    intervals.push(...(await frames(page, Math.min(left, stretchSeconds))));
    resident.push(await residentBytes(application));
  }
  const loop = await loopDelay(application);
  const after = await memory(application, page);
  report('busy', { intervals, resident, loop, before, after, steps: (await shownStep(page)) - shownBefore });
  application.process().kill();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** @param {string} what @param {object} found */
function report(what, found) {
  process.stdout.write(`${JSON.stringify({ what, ...found })}\n`);
}

/** The built application, but for the process that trains. */
async function makeApplication() {
  const copy = join(folder, 'application');
  cpSync(join(root, 'out'), join(copy, 'out'), { recursive: true });
  cpSync(trainer, join(copy, 'out', 'main', 'training.js'));
  for (const name of ['node_modules', 'assets', 'docs']) symlinkSync(join(root, name), join(copy, name));
  writeFileSync(
    join(copy, 'package.json'),
    JSON.stringify({ name: 'bench', version: '0.0.0', main: 'out/main/app.js' }),
  );
  return copy;
}

/** @param {string} copy @param {string} userData */
function launch(copy, userData) {
  mkdirSync(userData, { recursive: true });
  const environment = Object.entries(process.env).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value]],
  );
  return _electron.launch({
    executablePath: electronExecutable(),
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--lang=en', copy],
    env: { ...Object.fromEntries(environment), PIX2PIX_STUDIO_USER_DATA: userData },
  });
}

/**
 * From the click on a run to the frame after its curves; three times, since the first one also starts the process.
 *
 * @param {Page} page
 */
async function open(page) {
  await page.getByText('Ready').waitFor();
  const milliseconds = [];
  for (let round = 0; round < 3; round += 1) {
    await page.keyboard.press('Control+0');
    const name = page.getByRole('button', { name: 'long-1', exact: true });
    await name.waitFor();
    milliseconds.push(
      await name.evaluate(async (button) => {
        const start = globalThis.performance.now();
        const frame = () => new Promise((resolve) => globalThis.requestAnimationFrame(resolve));
        /** @type {HTMLElement} */ (button).click();
        while (globalThis.document.querySelector('[role=slider][aria-valuenow]:not([aria-valuenow="1"])') === null)
          await frame();
        await frame();
        await frame();
        return globalThis.performance.now() - start;
      }),
    );
  }
  return { milliseconds };
}

/**
 * From a turn of the wheel to the frame after it was drawn.
 *
 * @param {Page} page
 */
async function zoom(page) {
  const cursor = page.getByRole('slider', { name: /^Read gen_gan_loss/ });
  const milliseconds = await cursor.evaluate(async (element, count) => {
    const found = [];
    const frame = () => new Promise((resolve) => globalThis.requestAnimationFrame(resolve));
    const { left, top, width } = element.getBoundingClientRect();
    for (let turn = 0; turn < count; turn += 1) {
      await frame();
      const start = globalThis.performance.now();
      const deltaY = turn < count / 2 ? -100 : 100;
      const at = { clientX: left + width / 3, clientY: top + 10, bubbles: true, cancelable: true };
      element.dispatchEvent(new globalThis.WheelEvent('wheel', { ...at, deltaY }));
      await frame();
      await frame();
      found.push(globalThis.performance.now() - start);
    }
    return found;
  }, zooms);
  return { milliseconds };
}

/**
 * From a move of the smoothing's slider to the frame after it was drawn.
 *
 * @param {Page} page
 */
async function smooth(page) {
  const slider = page.getByRole('slider', { name: 'Smoothing' });
  const milliseconds = await slider.evaluate(async (element, count) => {
    const found = [];
    const frame = () => new Promise((resolve) => globalThis.requestAnimationFrame(resolve));
    for (let move = 0; move < count; move += 1) {
      await frame();
      const start = globalThis.performance.now();
      /** @type {HTMLInputElement} */ (element).value = String(move * 40);
      element.dispatchEvent(new globalThis.Event('input', { bubbles: true }));
      await frame();
      await frame();
      found.push(globalThis.performance.now() - start);
    }
    return found;
  }, smoothings);
  return { milliseconds };
}

/**
 * Milliseconds between the frames of so many seconds.
 *
 * @param {Page} page @param {number} duration
 * @returns {Promise<number[]>}
 */
function frames(page, duration) {
  return page.evaluate(
    (milliseconds) =>
      new Promise((resolve) => {
        /** @type {number[]} */
        const intervals = [];
        const start = globalThis.performance.now();
        let last = start;
        const next = () => {
          const now = globalThis.performance.now();
          intervals.push(now - last);
          last = now;
          if (now - start < milliseconds) globalThis.requestAnimationFrame(next);
          else resolve(intervals);
        };
        globalThis.requestAnimationFrame(next);
      }),
    duration * 1000,
  );
}

/** @param {Page} page */
async function shownStep(page) {
  const shown = await page.getByText(/^Step [\d,]+ of 10,000,000$/).innerText();
  return Number(/[\d,]+/.exec(shown)?.[0].replaceAll(',', ''));
}

/** @param {Application} application */
async function watchLoop(application) {
  await application.evaluate(() => {
    const histogram = process.mainModule?.require('node:perf_hooks').monitorEventLoopDelay({ resolution: 1 });
    histogram.enable();
    Reflect.set(globalThis, 'eventLoop', histogram);
  });
}

/** @param {Application} application */
function loopDelay(application) {
  return application.evaluate(() => {
    const histogram = Reflect.get(globalThis, 'eventLoop');
    histogram.disable();
    const at = (/** @type {number} */ part) => histogram.percentile(part) / 1e6;
    return { p50: at(50), p99: at(99), maximum: histogram.max / 1e6 };
  });
}

/**
 * Bytes of the window's process and of its JavaScript objects, after all that can go has gone.
 *
 * @param {Application} application @param {Page} page
 */
async function memory(application, page) {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  // Decoded pictures stay in Chromium's cache until memory is short.
  await session.send('Memory.simulatePressureNotification', { level: 'critical' });
  await frames(page, 1);
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return { heap: usedSize, resident: await residentBytes(application) };
}

/**
 * Of the window's process, with all that may still go.
 *
 * @param {Application} application
 */
function residentBytes(application) {
  return application.evaluate(({ app }) => {
    const tab = app.getAppMetrics().find(({ type }) => type === 'Tab');
    return (tab?.memory.workingSetSize ?? 0) * 1024;
  });
}
