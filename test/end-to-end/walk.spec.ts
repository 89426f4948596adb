import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as ort from 'onnxruntime-node';
import { exportFiles } from '../../src-main/contract/export';
import { lossNames } from '../../src-main/contract/metrics';
import { parseRunRecord, runFiles } from '../../src-main/contract/run';
import { expect, test } from './support/application';
import { readMetrics, shownLosses, shownStep } from './support/run';

test('a person who has never seen a terminal does the whole job: from the welcome to an exported generator', async ({
  studio,
}) => {
  const { page, userData } = studio;

  await page.getByRole('button', { name: 'Try with the sample pairs' }).click();
  await page.getByRole('radio', { name: 'Quick look' }).check();
  await page.getByRole('button', { name: 'Start training' }).click();
  await expect.poll(() => shownStep(studio)).toBeGreaterThanOrEqual(3);
  await expect(page.getByRole('img', { name: /^Prediction: test\// })).toBeVisible();

  // Lambda is changed while it trains.
  const run = join(userData, 'runs', 'sample-pairs-1');
  const lambda = page.getByRole('textbox', { name: 'Lambda (L1)' });
  await lambda.fill('25');
  await lambda.press('Enter');
  const changes = async (): Promise<unknown> =>
    parseRunRecord(JSON.parse(await readFile(join(run, runFiles.record), 'utf8'))).changes;
  await expect.poll(changes).toEqual([expect.objectContaining({ field: 'lambda', from: 100, to: 25 })]);

  // Stopped, the window shows what the log says.
  await page.getByRole('button', { name: 'Stop and save' }).click();
  await expect(page.getByText(/^Stopped and saved at step/)).toBeVisible();
  const logged = await readMetrics(run);
  const shown = await shownLosses(studio);
  for (const name of lossNames) {
    expect(shown[name].value, name).toBe(logged.at(-1)?.[name]);
  }

  await page.getByRole('button', { name: `Resume from step ${String(logged.length)}` }).click();
  await expect.poll(() => shownStep(studio)).toBeGreaterThan(logged.length);
  await page.getByRole('button', { name: 'Stop and save' }).click();
  await expect(page.getByText(/^Stopped and saved at step/)).toBeVisible();
  expect(parseRunRecord(JSON.parse(await readFile(join(run, runFiles.record), 'utf8'))).config.lambda).toBe(25);

  // The export is there, and another program's runtime draws with it.
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('button', { name: 'Export' }).click();
  await page.getByRole('radio', { name: /^ONNX/ }).check();
  await page.getByRole('button', { name: 'Export ONNX' }).click();
  await expect(page.getByText('sample-pairs-1-onnx is exported')).toBeVisible();
  const path = join(run, runFiles.exports, 'sample-pairs-1-onnx', exportFiles.onnx);
  const generator = await ort.InferenceSession.create(path);
  const [input, output] = [generator.inputNames[0] ?? '', generator.outputNames[0] ?? ''];
  const side = 128;
  const grey = new ort.Tensor('float32', new Float32Array(side * side * 3), [1, 3, side, side]);
  const drawn = (await generator.run({ [input]: grey }))[output];
  expect(drawn?.dims).toEqual([1, 3, side, side]);
  const values = Array.from(drawn?.data as Float32Array);
  expect(Math.max(...values)).toBeLessThanOrEqual(1);
  expect(Math.min(...values)).toBeGreaterThanOrEqual(-1);
  expect(new Set(values).size).toBeGreaterThan(100);
  expect(studio.consoleErrors).toEqual([]);
});
