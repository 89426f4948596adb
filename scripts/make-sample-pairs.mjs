/**
 * Makes assets/sample-pairs anew, the same every time: `npm run sample-pairs`. After a change of the code that draws
 * them, `git status` tells which pairs it changed.
 */
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const source = fileURLToPath(new URL('../src-main/data/sample-data.ts', import.meta.url));
const folder = fileURLToPath(new URL('../assets/sample-pairs', import.meta.url));

const { module } = await runnerImport(source);
await rm(folder, { recursive: true, force: true });
await module.makeShippedPairs(folder, (/** @type {number} */ done, /** @type {number} */ total) => {
  process.stdout.write(`\r${done} of ${total} pairs`);
});
process.stdout.write('\n');
