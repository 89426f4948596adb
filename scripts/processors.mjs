// Numerical tests as on other processors: with fewer instructions, other numbers of threads, and without our own kernels.
// Usage: node scripts/processors.mjs [few]
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { runMain, setUp } from './setup.mjs';
import { run } from './setup/command.mjs';
import { root } from './setup/paths.mjs';
import { pythonEnvironment } from './python-environment.mjs';
import { countStage, countVitest, sumCounts } from './test/count.mjs';
import { fewProcessors, everyProcessor, processorReport, reportOf } from './test/processors.mjs';

await runMain(async () => {
  const isFew = process.argv[2] === 'few';
  await setUp({ window: false });
  await build({ window: false });
  if (!isFew) await pythonEnvironment('reference');
  mkdirSync(join(processorReport, '..'), { recursive: true });
  const counts = [];
  for (const processor of isFew ? fewProcessors : everyProcessor) {
    process.stdout.write(`\n── as a processor with ${processor.title}\n`);
    const report = reportOf(processor);
    rmSync(report, { force: true });
    const vitest = [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', ...processor.files];
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const environment = { ...process.env, ...processor.environment };
    const { code } = await run(process.execPath, [...vitest, ...reporters], { folder: root, environment, plain: true });
    counts.push(countStage(code, readCount(report)));
  }
  const sum = sumCounts(counts);
  writeFileSync(processorReport, JSON.stringify(sum));
  process.stdout.write(`\n${String(sum.passed)} passed, ${String(sum.failed)} failed\n`);
  process.exitCode = sum.failed === 0 ? 0 : 1;
});

/** @param {string} report */
function readCount(report) {
  try {
    return countVitest(JSON.parse(readFileSync(report, 'utf8')));
  } catch {
    return undefined;
  }
}
