import { defineConfig } from '@playwright/test';

/** `npm run screenshots`: pictures of every view, made by the application itself. */
export default defineConfig({
  testDir: 'test/screenshots',
  outputDir: 'test-results/screenshots',
  workers: 1,
  timeout: 600_000,
  expect: { timeout: 90_000 },
});
