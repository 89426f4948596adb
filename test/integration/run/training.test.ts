/** Whole runs with the real engine: stopping and going on, what is in the folder, what happens when it goes wrong. */
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeTrainConfig, type TrainConfig } from '../../../src-main/contract/config';
import { parseStepMetrics, type TrainEvent } from '../../../src-main/contract/metrics';
import { evaluateRun } from '../../../src-main/run/evaluate';
import { resumeRun } from '../../../src-main/run/resume';
import { startRun, type RunListener } from '../../../src-main/run/train';
import { writePairs } from '../../support/pictures';
import { sharedFolder, temporaryFolder } from '../../support/temporary-folder';

const pairNames = ['train/1.png', 'train/2.png', 'train/3.png', 'train/4.png', 'train/5.png', 'test/1.png'];
const tiny = makeTrainConfig('studio', { size: 64, filters: 4, steps: 12, deterministic: true, sampleEvery: 6 });

let dataset: string;

beforeAll(async () => {
  const { folder, remove } = await sharedFolder();
  process.env['PIX2PIX_STUDIO_CACHE'] = join(folder, 'cache');
  dataset = join(folder, 'dataset');
  await writePairs(dataset, pairNames, 140, 70);
  return remove;
});

/** Records events; asks to stop when `stopAfter` steps are done. */
function recorder(stopAfter = Infinity): { events: TrainEvent[]; listener: RunListener; stop: AbortSignal } {
  const controller = new AbortController();
  const events: TrainEvent[] = [];
  const event = (given: TrainEvent): void => {
    events.push(given);
    if (given.type === 'step' && given.step === stopAfter) {
      controller.abort();
    }
  };
  return { events, listener: { event }, stop: controller.signal };
}

async function train(run: string, config: TrainConfig, stopAfter?: number): Promise<TrainEvent[]> {
  const { events, listener, stop } = recorder(stopAfter);
  await startRun({ dataset, run, config }, listener, stop);
  return events;
}

async function losses(run: string): Promise<unknown[]> {
  const lines = (await readFile(join(run, 'metrics.jsonl'), 'utf8')).trimEnd().split('\n');
  return lines.map((line) => {
    const { step, epoch, gen_total_loss, gen_gan_loss, gen_l1_loss, disc_loss } = parseStepMetrics(line) ?? {};
    return { step, epoch, gen_total_loss, gen_gan_loss, gen_l1_loss, disc_loss };
  });
}

/** All variables and the pictures of the last step: the files of the checkpoint, bit by bit, and of the sample. */
async function finalFiles(run: string): Promise<Buffer[]> {
  const names = ['checkpoints/step-00000012/model.data-00000-of-00001', 'samples/step-00000012/0.png'];
  return Promise.all(names.map((name) => readFile(join(run, name))));
}

/** Every sample picture of a run, by its name. */
async function sampleFiles(run: string): Promise<Readonly<Record<string, Buffer>>> {
  const folder = join(run, 'samples');
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.png')).sort();
  const files = names.map(async (name) => [name, await readFile(join(folder, name))] as const);
  return Object.fromEntries(await Promise.all(files));
}

describe('a run', () => {
  it('announces what it writes, and every announced path exists', async () => {
    const run = join(await temporaryFolder(), 'run');
    const events = await train(run, { ...tiny, checkpointEverySteps: 5 });
    const types = events.map(({ type }) => type);
    expect(types[0]).toBe('start');
    expect(types.at(-1)).toBe('done');
    expect(events.filter(({ type }) => type === 'step')).toHaveLength(12);
    const samples = events.flatMap((event) => (event.type === 'sample' ? [event] : []));
    expect(samples.map(({ step }) => step)).toEqual([0, 6, 12]);
    for (const { path } of samples) {
      expect((await readFile(join(path, '0.png'))).subarray(1, 4).toString()).toBe('PNG');
    }
    const checkpoints = events.flatMap((event) => (event.type === 'checkpoint' ? [event.step] : []));
    expect(checkpoints).toEqual([5, 10, 12]);
  });

  it('stopped and resumed equals one that was not, byte for byte', async () => {
    const folder = await temporaryFolder();
    const [whole, parts] = [join(folder, 'whole'), join(folder, 'parts')];
    await train(whole, tiny);
    const first = await train(parts, tiny, 1);
    expect(first.at(-1)).toMatchObject({ type: 'done', step: 1, complete: false });
    // Inside epochs of five pairs, at their ends, and after a single step.
    for (const [from, until] of [
      [1, 3],
      [3, 5],
      [5, 6],
      [6, 7],
      [7, 10],
      [10, Infinity],
    ] as const) {
      const { events, listener, stop } = recorder(until);
      await resumeRun({ run: parts, changes: {} }, listener, stop);
      expect(events[0]).toMatchObject({ type: 'start', step: from, total_steps: 12 });
    }
    expect(await losses(parts)).toEqual(await losses(whole));
    expect(await finalFiles(parts)).toEqual(await finalFiles(whole));
    expect(Object.keys(await sampleFiles(whole))).toHaveLength(3);
    expect(await sampleFiles(parts)).toEqual(await sampleFiles(whole));
  });

  it('goes on from the checkpoint before a damaged one, repeats its steps once, and says so', async () => {
    const run = join(await temporaryFolder(), 'run');
    await train(run, { ...tiny, checkpointEverySteps: 5 });
    await rm(join(run, 'checkpoints/step-00000012/model.index'));
    const { events, listener, stop } = recorder();
    await resumeRun({ run, changes: {} }, listener, stop);
    expect(events).toContainEqual(expect.objectContaining({ type: 'warning', code: 'checkpoint-fallback' }));
    expect(events).toContainEqual(expect.objectContaining({ type: 'start', step: 10 }));
    expect((await losses(run)).map((line) => (line as { step: number }).step)).toEqual(
      Array.from({ length: 12 }, (_, index) => index + 1),
    );
  });

  it('is extended by more steps, and refuses to go on when it is finished', async () => {
    const run = join(await temporaryFolder(), 'run');
    await train(run, { ...tiny, steps: 3 });
    const { listener, stop } = recorder();
    await expect(resumeRun({ run, changes: {} }, listener, stop)).rejects.toMatchObject({
      code: 'run-finished',
      data: { step: 3, total: 3 },
    });
    const done = await resumeRun({ run, changes: { steps: 5, lambda: 10 } }, listener, stop);
    expect(done).toEqual({ type: 'done', step: 5, complete: true });
    const record: unknown = JSON.parse(await readFile(join(run, 'run.json'), 'utf8'));
    expect(record).toMatchObject({ config: { steps: 5, lambda: 10 } });
    expect(await evaluateRun({ run })).toMatchObject({ step: 5, pairs: 1 });
  });

  it('works on after its dataset has moved back, but not on other pictures', async () => {
    const run = join(await temporaryFolder(), 'run');
    const own = await temporaryFolder();
    await writePairs(own, pairNames, 128, 64);
    const { listener, stop } = recorder();
    await startRun({ dataset: own, run, config: { ...tiny, steps: 1 } }, listener, stop);
    await rename(join(own, 'train/5.png'), join(own, 'train/6.png'));
    await expect(resumeRun({ run, changes: { steps: 2 } }, listener, stop)).rejects.toMatchObject({
      code: 'run-dataset-changed',
    });
    await rename(join(own, 'train/6.png'), join(own, 'train/5.png'));
    expect(await resumeRun({ run, changes: { steps: 2 } }, listener, stop)).toMatchObject({ step: 2 });
  });

  it('does not start in a folder that holds something', async () => {
    const run = await temporaryFolder();
    await writeFile(join(run, 'mine.txt'), 'mine');
    await expect(train(run, tiny)).rejects.toMatchObject({ code: 'run-exists', data: { path: run } });
    expect(await readFile(join(run, 'mine.txt'), 'utf8')).toBe('mine');
  });

  it('refuses a run of a newer version', async () => {
    const run = join(await temporaryFolder(), 'run');
    await mkdir(run);
    await writeFile(join(run, 'run.json'), JSON.stringify({ format: 2 }));
    const { listener, stop } = recorder();
    await expect(resumeRun({ run, changes: {} }, listener, stop)).rejects.toMatchObject({
      code: 'run-newer',
      data: { format: 2, supported: 1 },
    });
  });
});
