// Starts the built application again and again; prints each time as a JSON line.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { _electron } from '@playwright/test';
import { electronExecutable } from '../../scripts/setup/electron.mjs';
import { root } from '../../scripts/setup/paths.mjs';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '10' } } });
const userData = mkdtempSync(join(tmpdir(), 'pix2pix-studio-start-'));

try {
  await start();
  for (let round = 0; round < Number(values.rounds); round += 1) {
    process.stdout.write(`${JSON.stringify({ seconds: await start() })}\n`);
  }
} finally {
  rmSync(userData, { recursive: true, force: true });
}

/**
 * Starts the application and reads from its page when that was drawn and took clicks. Playwright, which can read there,
 * holds the start until it is attached, so that a person waits for less than this.
 *
 * @returns {Promise<number>} seconds from before the process is made
 */
async function start() {
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const begun = Date.now();
  const application = await _electron.launch({
    executablePath: electronExecutable(),
    args: [...sandbox, root],
    env: { ...definedEnvironment(), PIX2PIX_STUDIO_USER_DATA: userData },
  });
  const page = await application.firstWindow();
  await page.waitForFunction(() => performance.getEntriesByName('usable').length > 0);
  const usable = await page.evaluate(
    () => performance.timeOrigin + (performance.getEntriesByName('usable')[0]?.startTime ?? Number.NaN),
  );
  const gone = application.waitForEvent('close');
  // The answer may be lost with the process.
  await application.evaluate(({ app }) => app.exit()).catch(() => undefined);
  await gone;
  return (usable - begun) / 1000;
}

function definedEnvironment() {
  const entries = Object.entries(process.env);
  return Object.fromEntries(entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}
