import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeTrainConfig } from '../../../src-main/contract/config';
import { runFiles, stepFolder } from '../../../src-main/contract/run';
import { createCompiledModel } from '../../../src-main/engine/compiled';
import { fromByte } from '../../../src-main/engine/inference';
import { exportOptionsSchema } from '../../../src-main/contract/export';
import { exportRun } from '../../../src-main/export/export-run';
import { startRun } from '../../../src-main/run/train';
import { noise, writePairs } from '../../support/pictures';
import { runReference } from '../../support/reference';
import { temporaryFolder } from '../../support/temporary-folder';

it('exports a SavedModel that predicts in TensorFlow Python what the run predicts here', async () => {
  const folder = await temporaryFolder();
  const dataset = join(folder, 'pairs');
  const run = join(folder, 'run');
  const out = join(folder, 'exported');
  const size = 64;
  const config = makeTrainConfig('studio', { size, filters: 8, steps: 3 });
  await writePairs(dataset, ['train/a.png', 'train/b.png', 'test/c.png']);
  await startRun({ dataset, run, config }, { event: () => undefined }, new AbortController().signal);
  await exportRun(exportOptionsSchema.parse({ run, out, format: 'savedmodel' }));

  const picture = noise(size, size, 5).data;
  const model = await createCompiledModel({ ...config, storedSize: size });
  model.restore(join(run, runFiles.checkpoints, stepFolder(3), runFiles.model));
  const here = model.predict(picture, null);
  model.dispose();

  const input = join(folder, 'input.f32');
  const output = join(folder, 'output.f32');
  await writeFile(input, Float32Array.from(picture, fromByte));
  await runReference('run_saved_model.py', [out, input, output]);
  const there = new Float32Array(new Uint8Array(await readFile(output)).buffer);

  expect(there).toHaveLength(size * size * 3);
  expect(Math.max(...here) - Math.min(...here)).toBeGreaterThan(0.01);
  const differences = here.map((value, index) => Math.abs(value - (there[index] ?? Number.NaN)));
  expect(Math.max(...differences)).toBeLessThan(1e-4);
});
