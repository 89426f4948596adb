import { svelte } from '@sveltejs/vite-plugin-svelte';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const svelteConfiguration = join(import.meta.dirname, 'svelte.config.mjs');

/** The native library keeps threads and memory, so every test file has a process of its own. */
const shared = { pool: 'forks', isolate: true } as const;

export default defineConfig({
  // Run state in .svelte.ts files is tested too, without a DOM.
  plugins: [svelte({ configFile: svelteConfiguration })],
  test: {
    maxWorkers: 2,
    globalSetup: 'test/support/decoder-bundle.mjs',
    projects: [
      {
        extends: true,
        test: {
          ...shared,
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          ...shared,
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
      {
        // At full size: `npm run parity`, not `npm test`.
        extends: true,
        test: { ...shared, name: 'parity', include: ['test/parity/**/*.test.ts'], testTimeout: 1_800_000 },
      },
    ],
  },
});
