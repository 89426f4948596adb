import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';
import { join } from 'node:path';
import { bundleGuard } from './scripts/bundle-guard.mjs';
import { licencesPlugin } from './scripts/licences.mjs';

const svelteConfiguration = join(import.meta.dirname, 'svelte.config.mjs');

/** Both Electron runtimes, the shipped one and the one for closed networks, run this output. */
const nodeTarget = 'node18';
const browserTarget = 'chrome114';

/** Two copies of TF.js would not share their kernels, so it is never bundled. */
const external = ['electron', /^node:/, /^@tensorflow\//];

/** Small and pure JavaScript: bundled, so that commands start sooner and a sandboxed preload can have them. */
const bundled = ['commander', 'electron-log', 'zod'];

/** Mode `terminal` builds only what the command line needs. */
export default defineConfig(({ mode }) => {
  const main = {
    plugins: [bundleGuard('app.js'), licencesPlugin()],
    build: {
      target: nodeTarget,
      sourcemap: true,
      externalizeDeps: { exclude: bundled },
      rollupOptions: {
        external,
        input: {
          app: 'src-main/app/main.ts',
          trainer: 'src-main/trainer/main.ts',
          training: 'src-main/trainer/training.ts',
          predictor: 'src-main/predictor/main.ts',
          decoder: 'src-main/data/decoder/main.ts',
          cli: 'src-main/cli/main.ts',
          // For scripts/studio.mjs, which watches it.
          'process-memory': 'src-main/run/process-memory.ts',
        },
        // Older Electrons cannot `import()` out of the packed archive, but `require` works everywhere.
        output: { format: 'cjs' as const, entryFileNames: '[name].js', dynamicImportInCjs: false },
      },
    },
  };
  const preload = {
    build: {
      target: nodeTarget,
      externalizeDeps: { exclude: bundled },
      rollupOptions: {
        external,
        input: { preload: 'src-main/preload/preload.ts' },
        output: { format: 'cjs' as const, entryFileNames: '[name].js' },
      },
    },
  };
  const renderer = {
    root: 'src-renderer',
    plugins: [svelte({ configFile: svelteConfiguration })],
    build: { target: browserTarget, rollupOptions: { input: 'src-renderer/index.html' } },
  };
  return mode === 'terminal' ? { main } : { main, preload, renderer };
});
