#!/usr/bin/env node
// The command line from the sources: sets up and builds what is missing, silently when nothing is.
import { build } from './build.mjs';
import { runMain, setUp } from './setup.mjs';
import { runCommandLine } from './setup/command-line.mjs';

await runMain(async () => {
  await setUp({ window: false });
  await build({ window: false });
  process.exitCode = await runCommandLine(process.argv.slice(2));
});
