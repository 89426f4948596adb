/** Makes a store in a process of its own and stands still after the given pair, so that the test can kill it there. */
import { createServer } from 'vite';

const [dataset, stopAfter] = process.argv.slice(2);
const server = await createServer({
  configFile: false,
  logLevel: 'silent',
  appType: 'custom',
  optimizeDeps: { noDiscovery: true },
  server: { middlewareMode: true, ws: false, watch: null },
});
const { inspectDataset } = await server.ssrLoadModule('/src-main/data/inspect.ts');
const { openStore } = await server.ssrLoadModule('/src-main/data/build-store.ts');

/** @param {number} done */
function progress(done) {
  if (done === Number(stopAfter)) {
    process.stdout.write('standing still\n');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  }
}

const report = await inspectDataset(dataset, { seed: 1 });
await openStore(report, { size: 64, jitterSize: 72 }, { progress });
