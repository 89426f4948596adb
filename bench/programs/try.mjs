// Draws on the page Try it of the built application; prints a JSON line for each picture that followed the pen.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { _electron } from '@playwright/test';
import { electronExecutable } from '../../scripts/setup/electron.mjs';
import { root } from '../../scripts/setup/paths.mjs';

const text = /** @type {const} */ ({ type: 'string' });
const { values } = parseArgs({ options: { size: text, filters: text, strokes: text } });
const { size = '256', filters = '64', strokes = '20' } = values;
const movements = 20;
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
  await draw(await application.firstWindow());
  await application.close();
} finally {
  rmSync(userData, { recursive: true, force: true });
}

/** @returns {Record<string, string>} */
function definedEnvironment() {
  const entries = Object.entries(process.env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]));
  return Object.fromEntries(entries);
}

/** @param {import('@playwright/test').Page} page */
async function draw(page) {
  await page.getByRole('button', { name: 'Runs' }).click();
  await page.getByRole('button', { name, exact: true }).click();
  const pages = page.getByRole('navigation', { name: 'Pages' });
  await pages.getByRole('button', { name: 'Training' }).and(page.locator('[aria-current=page]')).waitFor();
  await pages.getByRole('button', { name: 'Try it' }).click();
  const times = page.locator('[data-latency]');
  await times.waitFor();
  const box = await page.getByRole('application', { name: 'Drawing area' }).boundingBox();
  if (box === null) throw new Error('The drawing area is not on the screen.');
  const stroke = async (/** @type {number} */ row) => {
    await page.mouse.move(box.x + box.width * 0.1, box.y + box.height * row);
    await page.mouse.down();
    for (let step = 1; step <= movements; step += 1) {
      await page.mouse.move(box.x + box.width * (0.1 + (0.8 * step) / movements), box.y + box.height * row);
      await page.evaluate(() => new Promise((resolve) => globalThis.requestAnimationFrame(resolve)));
    }
    await page.mouse.up();
  };
  await stroke(0.05);
  await times.evaluate((element) => {
    /** @type {{ network: number, latency: number }[]} */
    const seen = [];
    Reflect.set(globalThis, 'pictures', seen);
    new globalThis.MutationObserver(() => {
      const { network, latency } = /** @type {HTMLElement} */ (element).dataset;
      seen.push({ network: Number(network), latency: Number(latency) });
    }).observe(element, { attributes: true, attributeFilter: ['data-latency'] });
  });
  for (let count = 0; count < Number(strokes); count += 1) {
    await stroke(0.1 + (0.8 * count) / Number(strokes));
  }
  const pictures = await page.evaluate(
    () => /** @type {{ network: number, latency: number }[]} */ (Reflect.get(globalThis, 'pictures')),
  );
  for (const picture of pictures) process.stdout.write(`${JSON.stringify(picture)}\n`);
}
