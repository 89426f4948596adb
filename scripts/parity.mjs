// Holds the train step at full size (256 px, 64 filters) to the TensorFlow tutorial's; `npm test` does so at 64 px.
import { join } from 'node:path';
import { runMain, setUp } from './setup.mjs';
import { run } from './setup/command.mjs';
import { root } from './setup/paths.mjs';

await runMain(async () => {
  await setUp({ window: false });
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const options = ['run', '--project', 'parity', '--disable-console-intercept'];
  process.exitCode = (await run(process.execPath, [vitest, ...options], { folder: root, plain: true })).code;
});
