// Draws on the page Try it of the built application; prints a JSON line for each picture that followed the pen, and
// one for what the network's process took for a picture: first while the pen moves, then where it makes a dot and rests.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { _electron } from '@playwright/test';
import { electronExecutable } from '../../scripts/setup/electron.mjs';
import { root } from '../../scripts/setup/paths.mjs';
import { accountOfOne, processorAccount } from '../processor.mjs';

const text = /** @type {const} */ ({ type: 'string' });
const { values } = parseArgs({ options: { size: text, filters: text, strokes: text, dots: text } });
const { size = '256', filters = '64', strokes = '20', dots = '20' } = values;
const movements = 20;
/** Milliseconds between a picture and the next change of a dot. */
const rest = 300;
const userData = mkdtempSync(join(tmpdir(), 'pix2pix-studio-try-'));
const name = 'bench-1';

try {
  const networks = ['--size', size, '--filters', filters, '--steps', '1', '--sample-every', '1'];
  const run = join(userData, 'runs', name);
  const training = ['train', join(root, 'assets', 'sample-pairs'), '--run', run, ...networks];
  execFileSync(process.execPath, [join(root, 'out', 'main', 'cli.js'), ...training], { stdio: 'ignore' });
  const application = await _electron.launch({
    executablePath: electronExecutable(),
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--lang=en', root],
    env: { ...definedEnvironment(), PIX2PIX_STUDIO_USER_DATA: userData },
  });
  await draw(application, await application.firstWindow());
  await application.close();
} finally {
  rmSync(userData, { recursive: true, force: true });
}

/** @returns {Record<string, string>} */
function definedEnvironment() {
  const entries = Object.entries(process.env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]));
  return Object.fromEntries(entries);
}

/**
 * @param {import('@playwright/test').ElectronApplication} application
 * @param {import('@playwright/test').Page} page
 */
async function draw(application, page) {
  await page.getByRole('button', { name: 'Runs' }).click();
  await page.getByRole('button', { name, exact: true }).click();
  const pages = page.getByRole('navigation', { name: 'Pages' });
  await pages.getByRole('button', { name: 'Training' }).and(page.locator('[aria-current=page]')).waitFor();
  await pages.getByRole('button', { name: 'Try it' }).click();
  const times = page.locator('[data-latency]');
  await times.waitFor();
  const box = await page.getByRole('application', { name: 'Drawing area' }).boundingBox();
  if (box === null) throw new Error('The drawing area is not on the screen.');
  const move = (/** @type {number} */ column, /** @type {number} */ row) =>
    page.mouse.move(box.x + box.width * column, box.y + box.height * row);
  const stroke = async (/** @type {number} */ row) => {
    await move(0.1, row);
    await page.mouse.down();
    for (let step = 1; step <= movements; step += 1) {
      await move(0.1 + (0.8 * step) / movements, row);
      await page.evaluate(() => new Promise((resolve) => globalThis.requestAnimationFrame(resolve)));
    }
    await page.mouse.up();
  };
  /** @param {() => Promise<void>} change of the drawing */
  const followed = async (change) => {
    // Asking again and again for the picture would keep the window drawing.
    const picture = page.evaluate(
      () => new Promise((resolve) => globalThis.addEventListener('followed', () => resolve(null), { once: true })),
    );
    await change();
    await picture;
    await page.waitForTimeout(rest);
  };
  /** Pen down and pen up are a change each. */
  const dot = async (/** @type {number} */ row) => {
    await move(0.5, row);
    await followed(() => page.mouse.down());
    await followed(() => page.mouse.up());
  };
  await stroke(0.05);
  await times.evaluate((element) => {
    /** @type {Picture[]} */
    const pictures = [];
    Reflect.set(globalThis, 'pictures', pictures);
    new globalThis.MutationObserver(() => {
      const { network, latency } = /** @type {HTMLElement} */ (element).dataset;
      pictures.push({ network: Number(network), latency: Number(latency) });
      globalThis.dispatchEvent(new Event('followed'));
    }).observe(element, { attributes: true, attributeFilter: ['data-latency'] });
  });
  const pid = await application.evaluate(
    ({ app }) => app.getAppMetrics().find(({ name: process }) => process === 'Pix2Pix Studio generator')?.pid,
  );
  const report = async (/** @type {string} */ pen, /** @type {() => Promise<void>} */ work) => {
    const count = (await seen(page)).length;
    const before = processorAccount(Number(pid));
    await work();
    const after = processorAccount(Number(pid));
    const pictures = (await seen(page)).slice(count);
    for (const picture of pictures) print({ pen, ...picture });
    if (before !== null && after !== null) print({ pen, ...accountOfOne(before, after, pictures.length) });
  };
  await report('moving', async () => {
    for (let count = 0; count < Number(strokes); count += 1) await stroke(0.1 + (0.8 * count) / Number(strokes));
  });
  await page.waitForTimeout(rest);
  await report('resting', async () => {
    for (let count = 0; count < Number(dots); count += 1) await dot(0.1 + (0.8 * count) / Number(dots));
  });
}

/**
 * @typedef {{ network: number, latency: number }} Picture
 *
 * @param {import('@playwright/test').Page} page
 * @returns {Promise<Picture[]>}
 */
function seen(page) {
  return page.evaluate(() => Reflect.get(globalThis, 'pictures'));
}

/** @param {Readonly<Record<string, string | number>>} line */
function print(line) {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
