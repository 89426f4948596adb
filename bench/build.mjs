import { join } from 'node:path';
import { build } from 'vite';
import { root } from '../scripts/setup/paths.mjs';

/**
 * Bundles a TypeScript program of the benchmarks, with what it uses of the product, for Node.
 *
 * @param {string} source path from the repository's root
 * @param {string} name of the program in `out/bench`
 * @returns {Promise<string>} its path
 */
export async function bundle(source, name) {
  const folder = join(root, 'out', 'bench');
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    build: {
      ssr: join(root, source),
      outDir: folder,
      emptyOutDir: false,
      target: 'node18',
      rollupOptions: { output: { format: 'cjs', entryFileNames: `${name}.js` } },
    },
  });
  return join(folder, `${name}.js`);
}
