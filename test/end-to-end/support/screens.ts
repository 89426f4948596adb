/** A virtual screen for each worker: windows on one screen would take the focus from each other. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { FullConfig } from '@playwright/test';

/** Playwright's numbers of workers count from 0. */
const variable = (worker: number | string): string => `PIX2PIX_STUDIO_TEST_SCREEN_${String(worker)}`;

/**
 * Playwright calls it once, before it starts the workers, which inherit the environment; what it gives is called at the
 * end. The first worker has the screen on which the tests were started.
 *
 * @throws Error if a screen does not start.
 */
export default async function startScreens({ workers }: FullConfig): Promise<() => void> {
  const screens = Array.from({ length: workers - 1 }, () =>
    spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '1440x900x24', '-nolisten', 'tcp'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    }),
  );
  for (const [index, screen] of screens.entries()) {
    const [number] = (await once(createInterface(screen.stdout), 'line')) as unknown[];
    process.env[variable(index + 1)] = `:${String(number)}`;
  }
  return () => {
    screens.forEach((screen) => screen.kill());
  };
}

/** What is different in the environment of this worker's windows. */
export function screenOfWorker(): Readonly<Record<string, string>> {
  const display = process.env[variable(process.env['TEST_PARALLEL_INDEX'] ?? '0')];
  return display === undefined ? {} : { DISPLAY: display };
}
