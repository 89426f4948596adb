import { availableParallelism } from 'node:os';
import { defineConfig } from '@playwright/test';

/**
 * Each test opens the built application. A file's tests run one after the other; two files at a time where each can have
 * a virtual screen of its own, since windows would get in each other's way.
 */
export default defineConfig({
  testDir: 'test/end-to-end',
  outputDir: 'test-results/end-to-end/output',
  globalSetup: 'test/end-to-end/support/screens.ts',
  workers: process.platform === 'linux' ? Math.min(2, availableParallelism()) : 1,
  retries: 0,
  forbidOnly: true,
  timeout: 180_000,
  expect: { timeout: 60_000 },
  use: { trace: 'retain-on-failure' },
});
