import { createServer } from 'vite';

const server = await createServer({
  configFile: false,
  logLevel: 'silent',
  appType: 'custom',
  optimizeDeps: { noDiscovery: true },
  server: { middlewareMode: true, ws: false, watch: null },
});

/**
 * A module of the product in a process that the test can kill, compiled as it is loaded.
 *
 * @param {string} path from the repository's root
 */
export function productModule(path) {
  return server.ssrLoadModule(path);
}
