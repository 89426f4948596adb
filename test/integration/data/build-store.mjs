/** Makes a store in a process of its own and stands still after the given pair, so that the test can kill it there. */
import { productModule } from './product-modules.mjs';

const [dataset, stopAfter] = process.argv.slice(2);
const { inspectDataset } = await productModule('/src-main/data/inspect.ts');
const { openStore } = await productModule('/src-main/data/build-store.ts');

/** @param {number} done */
function progress(done) {
  if (done === Number(stopAfter)) {
    process.stdout.write('standing still\n');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  }
}

const report = await inspectDataset(dataset, { seed: 1 });
await openStore(report, { size: 64, jitterSize: 72 }, { progress });
