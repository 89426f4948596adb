import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

/** The page of TF.js exports: one classic script, since a page from the disk may not load modules. */
export default defineConfig({
  plugins: [svelte({ configFile: 'svelte.config.mjs', compilerOptions: { css: 'injected' } })],
  build: {
    target: 'chrome114',
    emptyOutDir: false,
    lib: { entry: 'src-renderer/exported/main.ts', name: 'pix2pixPage', formats: ['iife'], fileName: () => 'page.js' },
  },
});
