/** Folders whose names TensorFlow would take for patterns: all that a run is good for works in them as elsewhere. */
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { checkedFormats, exportFormats } from '../../../src-main/contract/export';
import type { PredictorEvent } from '../../../src-main/contract/predictor';
import { encodePng } from '../../../src-main/data/encode';
import { checkExport } from '../../../src-main/export/check-export';
import { createSession } from '../../../src-main/predictor/session';
import { evaluateRun } from '../../../src-main/run/evaluate';
import { openGenerator } from '../../../src-main/run/open-generator';
import { predictImages } from '../../../src-main/run/predict';
import { resumeRun } from '../../../src-main/run/resume';
import { startRun } from '../../../src-main/run/train';
import { exportTo } from '../../support/exports';
import { noise } from '../../support/pictures';
import { recorder, tinyConfig, tinyDataset } from '../../support/runs';
import { temporaryFolder } from '../../support/temporary-folder';

/** Windows has no names with the other marks. */
const name = process.platform === 'win32' ? 'try [1] {b,c} 100% #1' : 'try [1]?*\\ {b,c} 100% #1';

const picture = noise(64, 64, 3);

async function predicted(source: string): Promise<Uint8Array> {
  const generator = await openGenerator(source);
  try {
    return (await generator.predict(picture, null)).data;
  } finally {
    generator.dispose();
  }
}

/** A run of two steps in a folder of that name, which lies in another one of that name. */
async function unusualRun(): Promise<{ readonly home: string; readonly run: string }> {
  const folder = await temporaryFolder();
  const home = join(folder, name);
  const dataset = await tinyDataset(home);
  const run = join(home, name);
  const { listener, stop } = recorder();
  await startRun({ dataset, run, config: { ...tinyConfig, steps: 2 } }, listener, stop);
  return { home, run };
}

it('a run is resumed, evaluated, predicted with, exported and tried as in any other folder', async () => {
  const { home, run } = await unusualRun();
  const { events: told, listener, stop } = recorder();
  expect(await resumeRun({ run, changes: { steps: 3 } }, listener, stop)).toMatchObject({ step: 3, complete: true });
  expect(told.filter(({ type }) => type === 'warning')).toEqual([]);

  const plain = join(await temporaryFolder(), 'plain');
  await cp(run, plain, { recursive: true });
  const expected = await predicted(plain);
  expect(await predicted(run)).toEqual(expected);
  expect(await evaluateRun({ run })).toEqual(await evaluateRun({ run: plain }));

  const [input, out] = [join(home, 'picture.png'), join(home, `out ${name}`)];
  await writeFile(input, await encodePng(picture));
  for (const format of exportFormats) {
    await exportTo(run, join(out, format), { format });
    if (checkedFormats.includes(format)) {
      expect((await checkExport(run, join(out, format))).largestDifference).toBeLessThan(1e-3);
    }
  }
  const results: string[] = [];
  for (const source of [run, join(out, 'savedmodel')]) {
    const options = { checkpoint: 'latest', noise: false, whole: true, transform: false, scale: 'sample' } as const;
    await predictImages(
      { source, inputs: [input], out: join(out, 'pictures'), ...options, readStandardInput: () => readFile(input) },
      {
        done: ({ path }) => void results.push(path),
        refused: (error) => {
          throw error;
        },
      },
    );
  }
  expect(results).toHaveLength(2);

  const events: PredictorEvent[] = [];
  const session = createSession((event) => events.push(event));
  const opened = await session.handle({ type: 'open', id: 1, run, step: 3, besideTraining: false });
  expect(opened).toMatchObject({ step: 3 });
  const { width, height, data } = picture;
  await session.picture({ id: 2, width, height, rgb: new Uint8Array(data).buffer, noise: null });
  const [event] = events;
  const result = event?.type === 'picture' && event.result.ok ? event.result.data : null;
  expect(new Uint8Array(result?.rgb ?? new ArrayBuffer(0))).toEqual(expected);
});

it('graphs are loaded, and checkpoints restored, where the folder for temporary files has such a name too', async () => {
  const { run } = await unusualRun();
  const before = process.env['TMPDIR'];
  const temporary = join(await temporaryFolder(), 'temporary [2]*');
  await mkdir(temporary);
  process.env['TMPDIR'] = temporary;
  onTestFinished(() => {
    if (before === undefined) {
      delete process.env['TMPDIR'];
    } else {
      process.env['TMPDIR'] = before;
    }
  });
  expect(tmpdir()).toBe(temporary);
  expect(await predicted(run)).toHaveLength(picture.data.length);
  expect(await readdir(temporary)).toEqual([]);
});
