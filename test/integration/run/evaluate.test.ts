import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { decodeImage } from '../../../src-main/data/decode';
import { evaluateRun } from '../../../src-main/run/evaluate';
import { startRun } from '../../../src-main/run/train';
import { recorder, tinyConfig, tinyDataset } from '../../support/runs';
import { temporaryFolder } from '../../support/temporary-folder';

it('draws what the discriminator sees of each test pair, in greys that have the told means', async () => {
  const folder = await temporaryFolder();
  const dataset = await tinyDataset(folder);
  const run = join(folder, 'run');
  const views = join(folder, 'views');
  const { listener, stop } = recorder();
  await startRun({ dataset, run, config: { ...tinyConfig, steps: 2 } }, listener, stop);

  const { pairs, targetRealness, predictionRealness } = await evaluateRun({ run, discriminator: views });
  expect(pairs).toBe(1);
  expect(await readdir(views)).toEqual(['0.png']);
  const side = tinyConfig.size;
  const picture = await decodeImage(await readFile(join(views, '0.png')), '0.png');
  expect([picture.width, picture.height]).toEqual([5 * side, side]);
  // Of a map's inner squares, one for each patch, every eighth pixel is enough.
  const meanOf = (column: number): number => {
    const greys: number[] = [];
    for (let y = 8; y < side - 8; y += 8) {
      for (let x = 8; x < side - 8; x += 8) {
        greys.push((picture.data[(y * picture.width + column * side + x) * 3] ?? 0) / 255);
      }
    }
    return greys.reduce((sum, grey) => sum + grey, 0) / greys.length;
  };
  expect(meanOf(2)).toBeCloseTo(targetRealness, 2);
  expect(meanOf(4)).toBeCloseTo(predictionRealness, 2);
});

it('measures the checkpoint that is asked for', async () => {
  const folder = await temporaryFolder();
  const dataset = await tinyDataset(folder);
  const run = join(folder, 'run');
  const { listener, stop } = recorder();
  await startRun({ dataset, run, config: { ...tinyConfig, steps: 2, checkpointEverySteps: 1 } }, listener, stop);

  const [first, second] = [await evaluateRun({ run, checkpoint: 1 }), await evaluateRun({ run })];
  expect([first.step, second.step]).toEqual([1, 2]);
  expect(first.l1).not.toBe(second.l1);
  await expect(evaluateRun({ run, checkpoint: 3 })).rejects.toMatchObject({
    code: 'checkpoint-missing',
    data: { step: 3, known: '1, 2' },
  });
});
