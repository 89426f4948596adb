// Takes pictures of every view, in both languages, themes and sizes, into test-results/screens; a few into docs/screens.
// The runs in them are trained once, into test-results/screens-data; arguments, such as `-g "in ko"`, go to Playwright.
import { join } from 'node:path';
import { build } from './build.mjs';
import { runMain, setUp } from './setup.mjs';
import { run } from './setup/command.mjs';
import { root } from './setup/paths.mjs';

await runMain(async () => {
  await setUp({ window: true });
  await build({ window: true });
  const playwright = join(root, 'node_modules', '@playwright', 'test', 'cli.js');
  const command = [
    process.execPath,
    playwright,
    'test',
    '--config',
    'playwright.screenshots.config.mjs',
    ...process.argv.slice(2),
  ];
  // A screen of known size on Linux; elsewhere there always is one.
  const [program = '', ...rest] =
    process.platform === 'linux' ? ['xvfb-run', '-a', '-s', '-screen 0 1440x900x24', ...command] : command;
  const { code } = await run(program, rest, { folder: root });
  process.exitCode = code;
});
