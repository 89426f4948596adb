import { defineConfig } from '@playwright/test';

/** Each test opens the built application; windows would get in each other's way, so one at a time. */
export default defineConfig({
  testDir: 'test/end-to-end',
  outputDir: 'test-results/end-to-end',
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 180_000,
  expect: { timeout: 60_000 },
  use: { trace: 'retain-on-failure' },
});
