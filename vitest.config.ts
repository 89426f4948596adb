import { defineConfig } from 'vitest/config';

/** The native library keeps threads and memory, so every test file has a process of its own. */
export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'], testTimeout: 60_000, pool: 'forks' } },
      { test: { name: 'integration', include: ['test/integration/**/*.test.ts'], testTimeout: 600_000, hookTimeout: 600_000, pool: 'forks' } },
    ],
  },
});
