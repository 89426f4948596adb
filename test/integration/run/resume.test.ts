/** What a resumed run refuses, and the ways on: other places, other pictures, other configurations, other processes. */
import { cp, mkdir, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { exportOptionsSchema } from '../../../src-main/contract/export';
import { parseRunRecord } from '../../../src-main/contract/run';
import { exportRun } from '../../../src-main/export/export-run';
import { newestCheckpoint } from '../../../src-main/run/checkpoint';
import { evaluateRun } from '../../../src-main/run/evaluate';
import { lockRun } from '../../../src-main/run/lock';
import { resumeRun, type ResumeRequest } from '../../../src-main/run/resume';
import { startRun } from '../../../src-main/run/train';
import type { TrainEvent } from '../../../src-main/contract/metrics';
import { writePairs } from '../../support/pictures';
import { readLosses, recorder, tinyConfig, tinyDataset, tinyPairs } from '../../support/runs';
import { sharedFolder, temporaryFolder } from '../../support/temporary-folder';

let home: string;
let template: string;
let dataset: string;
/** A copy of a run of two steps, for each test. */
let run: string;

beforeAll(async () => {
  const { folder, remove } = await sharedFolder();
  home = folder;
  [template, dataset] = [join(home, 'template'), await tinyDataset(home)];
  const { listener, stop } = recorder();
  const config = { ...tinyConfig, steps: 2, checkpointEverySteps: 1 };
  await startRun({ dataset, run: template, config }, listener, stop);
  return remove;
});

beforeEach(async () => {
  run = join(await temporaryFolder(), 'run');
  await cp(template, run, { recursive: true });
});

async function resume(request: Omit<ResumeRequest, 'run'>): Promise<readonly TrainEvent[]> {
  const { events, listener, stop } = recorder();
  await resumeRun({ run, ...request }, listener, stop);
  return events;
}

async function editRecord(edit: (config: Record<string, unknown>) => void): Promise<void> {
  const path = join(run, 'run.json');
  const record = parseRunRecord(JSON.parse(await readFile(path, 'utf8')));
  const config = { ...record.config };
  edit(config);
  await writeFile(path, JSON.stringify({ ...record, config }));
}

const record = async (): Promise<ReturnType<typeof parseRunRecord>> =>
  parseRunRecord(JSON.parse(await readFile(join(run, 'run.json'), 'utf8')));

describe('a run that was moved', () => {
  it('is gone on with, exported and evaluated elsewhere, also without its empty folders', async () => {
    const elsewhere = join(await temporaryFolder(), 'other machine', 'run');
    await cp(run, elsewhere, { recursive: true });
    await rm(join(elsewhere, 'samples'), { recursive: true });
    await rm(run, { recursive: true });
    run = elsewhere;
    expect((await resume({ changes: { steps: 3 } })).at(-1)).toEqual({ type: 'done', step: 3, complete: true });
    expect(await evaluateRun({ run })).toMatchObject({ step: 3 });
    const options = exportOptionsSchema.parse({ run, out: join(home, 'exported'), format: 'savedmodel' });
    expect(await exportRun(options)).toMatchObject({ step: 3 });
  });

  it('asks for its dataset where that has moved too, takes the new place, and remembers it', async () => {
    const moved = join(await temporaryFolder(), 'pictures');
    await rename(dataset, moved);
    try {
      await expect(resume({ changes: { steps: 3 } })).rejects.toMatchObject({
        code: 'run-dataset-missing',
        data: { path: run, dataset },
      });
      await resume({ changes: { steps: 3 }, dataset: moved });
      await resume({ changes: { steps: 4 } });
      expect(await evaluateRun({ run, dataset: moved })).toMatchObject({ step: 4 });
    } finally {
      await rename(moved, dataset);
    }
  });
});

describe('a run with other pictures than before', () => {
  it('goes on with them when that is said, and counts its epochs by them', async () => {
    const other = join(await temporaryFolder(), 'other');
    await writePairs(other, [...tinyPairs, 'train/6.png'], 128, 64);
    await expect(resume({ changes: { steps: 3 }, dataset: other })).rejects.toMatchObject({
      code: 'run-dataset-changed',
      data: { dataset: other },
    });
    const events = await resume({ changes: { steps: 3 }, dataset: other, acceptNewDataset: true });
    expect(events[0]).toMatchObject({ type: 'start', step: 2, train_pairs: 6 });
    expect((await record()).dataset).toMatchObject({ path: other, trainPairs: 6 });
    expect(await resume({ changes: { steps: 4 } })).toContainEqual(expect.objectContaining({ type: 'done', step: 4 }));
  });
});

describe('a run whose configuration was edited', () => {
  it('is refused where the checkpoint does not fit, naming the field and both values', async () => {
    await editRecord((config) => {
      config.filters = 8;
    });
    await expect(resume({ changes: { steps: 3 } })).rejects.toMatchObject({
      code: 'run-config-changed',
      data: { path: join(run, 'run.json'), field: 'filters', trained: '4', found: '8' },
    });
  });

  it('goes on where the field may change', async () => {
    await editRecord((config) => {
      config.sampleEvery = 1;
    });
    expect(await resume({ changes: { steps: 3 } })).toContainEqual(
      expect.objectContaining({ type: 'sample', step: 3 }),
    );
  });

  it('remembers what resume changed, in run.json and in the checkpoint', async () => {
    await resume({ changes: { steps: 3, lambda: 10 } });
    const changes = [
      { step: 2, field: 'steps', from: 2, to: 3 },
      { step: 2, field: 'lambda', from: 100, to: 10 },
    ];
    expect((await record()).changes).toEqual(changes);
    expect((await newestCheckpoint(run)).checkpoint.state).toMatchObject({
      changes,
      step: 3,
      epoch: 0,
      pairInEpoch: 3,
      ordinal: 3,
      versions: (await record()).versions,
    });
  });
});

describe('a run that another process trains', () => {
  it('is refused, and left as it was', async () => {
    const lock = await lockRun(run);
    await expect(resume({ changes: { steps: 3 } })).rejects.toMatchObject({
      code: 'run-locked',
      data: { path: run, process: process.pid },
    });
    await lock.release();
    expect(await readdir(run)).not.toContain('lock');
    expect((await record()).config.steps).toBe(2);
  });

  it('is free again after it ended, also with an error', async () => {
    await expect(resume({ changes: {} })).rejects.toMatchObject({ code: 'run-finished' });
    await resume({ changes: { steps: 3 } });
    expect(await readdir(run)).not.toContain('lock');
  });
});

describe('a run without a whole checkpoint', () => {
  it('begins anew when it had none yet', async () => {
    await rm(join(run, 'checkpoints'), { recursive: true });
    const losses = await readLosses(run);
    const events = await resume({ changes: {} });
    expect(events[0]).toMatchObject({ type: 'start', step: 0 });
    expect(await readLosses(run)).toEqual(losses);
  });

  it('is not one whose file `latest` is damaged: the folders count, and the file is made anew', async () => {
    const latest = join(run, 'checkpoints', 'latest');
    await writeFile(latest, 'step-00000099');
    expect((await resume({ changes: { steps: 3 } }))[0]).toMatchObject({ type: 'start', step: 2 });
    expect(await readFile(latest, 'utf8')).toBe('step-00000003\n');
    await rm(latest);
    expect((await resume({ changes: { steps: 4 } }))[0]).toMatchObject({ type: 'start', step: 3 });
    expect(await readFile(latest, 'utf8')).toBe('step-00000004\n');
  });

  it('does not when it had some: it says which one is damaged', async () => {
    for (const name of await readdir(join(run, 'checkpoints'))) {
      if (name.startsWith('step-')) {
        await truncate(join(run, 'checkpoints', name, 'model.index'), 10);
      }
    }
    await expect(resume({ changes: { steps: 3 } })).rejects.toMatchObject({
      code: 'checkpoint-damaged',
      data: { path: join(run, 'checkpoints', 'step-00000002') },
    });
    expect(await readLosses(run)).toHaveLength(2);
  });
});

describe('a run folder that a killed start has left', () => {
  it('is used again as long as nothing is in it', async () => {
    const begun = join(await temporaryFolder(), 'run');
    await mkdir(join(begun, 'checkpoints'), { recursive: true });
    await mkdir(join(begun, 'samples'));
    const { listener, stop } = recorder();
    const start = { dataset, run: begun, config: { ...tinyConfig, steps: 1 } };
    expect(await startRun(start, listener, stop)).toMatchObject({ step: 1 });
    await expect(startRun(start, listener, stop)).rejects.toMatchObject({ code: 'run-exists' });
  });
});
