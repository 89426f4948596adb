import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';

/** Both Electron runtimes, the shipped one and the one for closed networks, run this output. */
const nodeTarget = 'node18';
const browserTarget = 'chrome114';

export default defineConfig({
  main: {
    build: {
      target: nodeTarget,
      outDir: 'out/main',
      sourcemap: true,
      rollupOptions: {
        input: {
          app: 'src-main/app/main.ts',
          trainer: 'src-main/trainer/main.ts',
          cli: 'src-main/cli/main.ts',
        },
        output: { format: 'cjs', entryFileNames: '[name].js' },
      },
    },
  },
  preload: {
    build: {
      target: nodeTarget,
      outDir: 'out/preload',
      rollupOptions: { input: { preload: 'src-main/preload/preload.ts' }, output: { format: 'cjs', entryFileNames: '[name].js' } },
    },
  },
  renderer: {
    root: 'src-renderer',
    plugins: [svelte()],
    build: { target: browserTarget, outDir: 'out/renderer', rollupOptions: { input: 'src-renderer/index.html' } },
  },
});
