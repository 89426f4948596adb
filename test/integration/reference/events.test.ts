/** Runs' event files, read by TensorBoard. */
import { cp, readdir, readFile, rm, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { makeTrainConfig } from '../../../src-main/contract/config';
import { lossNames, parseStepMetrics } from '../../../src-main/contract/metrics';
import { stepFolder } from '../../../src-main/contract/run';
import { resumeRun } from '../../../src-main/run/resume';
import { startRun } from '../../../src-main/run/train';
import { writePairs } from '../../support/pictures';
import { runReference } from '../../support/reference';
import { temporaryFolder } from '../../support/temporary-folder';

const config = makeTrainConfig('studio', {
  size: 64,
  filters: 4,
  steps: 12,
  sampleEvery: 4,
  checkpointEverySteps: 5,
});
const listener = { event: (): void => undefined };

const foundSchema = z.object({
  scalars: z.record(z.string(), z.array(z.tuple([z.number(), z.number()]))),
  images: z.record(z.string(), z.array(z.tuple([z.number(), z.number(), z.number(), z.base64()]))),
});
type Found = z.infer<typeof foundSchema>;

async function readInTensorBoard(folders: readonly string[]): Promise<readonly Found[]> {
  const lines = (await runReference('read_events.py', folders)).trim().split('\n');
  return lines.map((line) => foundSchema.parse(JSON.parse(line)));
}

/** What TensorBoard must find: the lines of `metrics.jsonl` and the pictures of `samples`. */
async function written(run: string): Promise<Found> {
  const lines = (await readFile(join(run, 'metrics.jsonl'), 'utf8')).trimEnd().split('\n');
  const metrics = lines.map(parseStepMetrics).filter((line) => line !== null);
  const scalars = lossNames.map((name) => [name, metrics.map((line) => [line.step, line[name]])] as const);
  const images = ['0', '1'].map(async (pair) => {
    const pictures = [0, 4, 8, 12].map(async (step) => {
      const png = await readFile(join(run, 'samples', stepFolder(step), `${pair}.png`));
      return [step, 3 * 64, 64, png.toString('base64')] as const;
    });
    return [`sample/${pair}`, await Promise.all(pictures)] as const;
  });
  return foundSchema.parse({
    scalars: Object.fromEntries(scalars),
    images: Object.fromEntries(await Promise.all(images)),
  });
}

it('shows in TensorBoard what was trained: cut by a kill, and gone on from an older checkpoint', async () => {
  const folder = await temporaryFolder();
  process.env['PIX2PIX_STUDIO_CACHE'] = join(folder, 'cache');
  const dataset = join(folder, 'dataset');
  await writePairs(dataset, ['train/1.png', 'train/2.png', 'train/3.png', 'test/1.png', 'test/2.png'], 140, 70);
  const [run, before, cut] = [join(folder, 'run'), join(folder, 'before'), join(folder, 'cut')];

  await startRun({ dataset, run, config }, listener, new AbortController().signal);
  await cp(run, before, { recursive: true });
  const [events = '', ...others] = (await readdir(run)).filter((name) => name.startsWith('events.'));
  expect(others).toEqual([]);
  await truncate(join(run, events), (await stat(join(run, events))).size - 7);
  await cp(run, cut, { recursive: true });
  // With its checkpoint damaged, the run goes on from step 10 and takes another way.
  await rm(join(run, 'checkpoints', stepFolder(12), 'model.index'));
  await resumeRun({ run, changes: { lambda: 10 } }, listener, new AbortController().signal);

  const [wholeFound, cutFound, resumedFound] = await readInTensorBoard([before, cut, run]);
  const whole = await written(before);
  const resumed = await written(run);
  expect(wholeFound).toEqual(whole);
  expect(resumed.scalars).not.toEqual(whole.scalars);
  expect(resumedFound).toEqual(resumed);
  // The sample of the last step was the last record.
  const kept = Object.entries(whole.images).map(([tag, images]) => [tag, images.slice(0, -1)] as const);
  expect(cutFound).toEqual({ scalars: whole.scalars, images: Object.fromEntries(kept) });
});
