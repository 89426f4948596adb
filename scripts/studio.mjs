#!/usr/bin/env node
// The command line from the sources: sets up and builds what is missing, silently when nothing is.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from './build.mjs';
import { runMain, setUp } from './setup.mjs';
import { runCommandLine } from './setup/command-line.mjs';
import { root } from './setup/paths.mjs';

await runMain(async () => {
  await setUp({ window: false });
  await build({ window: false });
  /** @type {import('./setup/command-line.mjs').ProcessMemory} */
  const memory = createRequire(import.meta.url)(join(root, 'out', 'main', 'process-memory.js'));
  process.exitCode = await runCommandLine(process.argv.slice(2), memory);
});
