/** Makes a folder's store in a process of its own by decoding processes, and prints a line after each pair. */
import { productModule } from './product-modules.mjs';

const [dataset] = process.argv.slice(2);
const { inspectDataset } = await productModule('/src-main/data/inspect.ts');
const { openStore } = await productModule('/src-main/data/build-store.ts');
const { DecoderPool } = await productModule('/src-main/data/decoder/decoder-pool.ts');

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
