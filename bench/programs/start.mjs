// Starts the built application again and again; prints each time as a JSON line.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
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
 * Starts the application as a person does, reads from its page when that was drawn and took clicks, and ends it.
 *
 * @returns {Promise<number>} seconds
 */
async function start() {
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const begun = Date.now();
  const child = spawn(electronExecutable(), [...sandbox, '--remote-debugging-port=0', root], {
    env: { ...process.env, PIX2PIX_STUDIO_USER_DATA: userData },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const browser = await chromium.connectOverCDP(await debuggingAddress(child.stderr));
  const page = browser.contexts()[0]?.pages()[0];
  if (page === undefined) throw new Error('There is no window.');
  await page.waitForFunction(() => performance.getEntriesByName('usable').length > 0);
  const usable = await page.evaluate(
    () => performance.timeOrigin + (performance.getEntriesByName('usable')[0]?.startTime ?? Number.NaN),
  );
  child.kill('SIGTERM');
  await once(child, 'exit');
  return (usable - begun) / 1000;
}

/**
 * @param {import('node:stream').Readable} messages
 * @returns {Promise<string>} where Chromium says that its pages can be reached
 */
async function debuggingAddress(messages) {
  let text = '';
  for await (const chunk of messages) {
    text += String(chunk);
    const address = /DevTools listening on (ws:\S+)/.exec(text)?.[1];
    if (address !== undefined) return address;
  }
  throw new Error(`The application ended: ${text}`);
}
