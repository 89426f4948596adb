/** Makes a folder's store in a process of its own by decoding processes, and prints a line after each pair. */
import { createServer } from 'vite';

const [dataset] = process.argv.slice(2);
const server = await createServer({
  configFile: false,
  logLevel: 'silent',
  appType: 'custom',
  optimizeDeps: { noDiscovery: true },
  server: { middlewareMode: true, ws: false, watch: null },
});
const { inspectDataset } = await server.ssrLoadModule('/src-main/data/inspect.ts');
const { openStore } = await server.ssrLoadModule('/src-main/data/build-store.ts');
const { DecoderPool } = await server.ssrLoadModule('/src-main/data/decoder/decoder-pool.ts');

const report = await inspectDataset(dataset, { seed: 1 });
const options = {
  decoder: new DecoderPool(),
  progress: () => {
    process.stdout.write('done\n');
  },
};
const store = await openStore(report, { size: 64, jitterSize: 72 }, options);
await store.close();
process.exit();
