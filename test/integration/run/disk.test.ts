/** A disk that is full, read-only, forbidden or gone while a run is being trained: the run waits and then ends whole. */
import { renameSync } from 'node:fs';
import { chmod, readdir, rename, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { TrainEvent } from '../../../src-main/contract/metrics';
import { newestCheckpoint } from '../../../src-main/run/checkpoint';
import { modelConfig } from '../../../src-main/run/model-config';
import { resumeRun } from '../../../src-main/run/resume';
import { checkpointBytes } from '../../../src-main/run/saver';
import { startRun } from '../../../src-main/run/train';
import { readLosses, recorder, tinyConfig, tinyDataset } from '../../support/runs';
import { mountSmallDisk, type SmallDisk } from '../../support/small-disk';
import { sharedFolder, temporaryFolder } from '../../support/temporary-folder';

/** Long enough that the trouble comes in time. */
const totalSteps = 40;
const config = { ...tinyConfig, steps: totalSteps, checkpointEverySteps: 4, sampleEvery: 100 };
const size = checkpointBytes(modelConfig(config));
/** Five checkpoints stay, a tenth and the best beside them, one is written before one goes, and the rest is small. */
const diskSize = 20 * size;

let dataset: string;
let undisturbed: Awaited<ReturnType<typeof readLosses>>;
let disk: SmallDisk | null = null;

beforeAll(async () => {
  const { folder, remove } = await sharedFolder();
  dataset = await tinyDataset(folder);
  const run = join(folder, 'undisturbed');
  const { listener, stop } = recorder();
  await startRun({ dataset, run, config }, listener, stop);
  undisturbed = await readLosses(run);
  return remove;
});

afterEach(async () => {
  await disk?.unmount();
  disk = null;
});

/** Trouble that begins after step 5 and that is over when the training has said that it waits. */
interface Trouble {
  readonly begin: () => Promise<void>;
  readonly end: () => Promise<void>;
}

/** Trains a run into trouble and out of it again. */
async function trainThrough(run: string, { begin, end }: Trouble): Promise<readonly TrainEvent[]> {
  let trouble = Promise.resolve();
  const { events, listener, stop } = recorder((event) => {
    if (event.type === 'step' && event.step === 5) {
      trouble = begin();
    } else if (event.type === 'paused') {
      // The training may notice it before it is complete.
      trouble = trouble.then(end);
    }
  });
  await startRun({ dataset, run, config }, listener, stop);
  await trouble;
  return events;
}

/** The run waited once, for the reason given, and is as if nothing had happened. */
async function expectWhole(run: string, events: readonly TrainEvent[], code: string): Promise<void> {
  const told = events.filter(({ type }) => type === 'paused' || type === 'continued');
  expect(told).toMatchObject([{ type: 'paused', code }, { type: 'continued' }]);
  expect(events.at(-1)).toEqual({ type: 'done', step: totalSteps, complete: true });
  expect(await readLosses(run)).toEqual(undisturbed);
  expect((await newestCheckpoint(run)).checkpoint.state.step).toBe(totalSteps);
  const names = await readdir(join(run, 'checkpoints'));
  expect(names.filter((name) => name.includes('partial'))).toEqual([]);
}

describe('a run', () => {
  it('waits while its disk is full, and goes on when there is room', async () => {
    const folder = await temporaryFolder();
    const run = join(folder, 'run');
    disk = await mountSmallDisk(folder, diskSize);
    const metrics = join(run, 'metrics.jsonl');
    await expectWhole(
      run,
      await trainThrough(run, {
        begin: async () => {
          if (disk !== null) {
            return disk.fill(size / 2);
          }
          // Where nothing can be mounted: the one device that is always full.
          await rename(metrics, `${metrics}.kept`);
          await symlink('/dev/full', metrics);
        },
        end: () => disk?.empty() ?? rename(`${metrics}.kept`, metrics),
      }),
      'disk-full',
    );
  });

  it('waits while its disk is read-only', async () => {
    const folder = await temporaryFolder();
    const run = join(folder, 'run');
    disk = await mountSmallDisk(folder, diskSize);
    const setReadOnly = (isReadOnly: boolean): Promise<void> =>
      disk?.setReadOnly(isReadOnly) ?? chmod(join(run, 'checkpoints'), isReadOnly ? 0o555 : 0o755);
    const events = await trainThrough(run, { begin: () => setReadOnly(true), end: () => setReadOnly(false) });
    await expectWhole(run, events, 'write-failed');
  });

  it('waits while it may not write into its folder', async () => {
    const folder = await temporaryFolder();
    const run = join(folder, 'run');
    const checkpoints = join(run, 'checkpoints');
    // Permissions do not bind the superuser, who becomes nobody for a while.
    const isSuperuser = process.geteuid?.() === 0;
    const nobody = 65_534;
    const events = await trainThrough(run, {
      begin: async () => {
        await chmod(folder, 0o755);
        await (isSuperuser ? process.seteuid?.(nobody) : chmod(checkpoints, 0o555));
      },
      end: async () => {
        await (isSuperuser ? process.seteuid?.(0) : chmod(checkpoints, 0o755));
      },
    });
    await expectWhole(run, events, 'write-failed');
  });

  it('waits while its folder has gone, and goes on when it is back', async () => {
    const folder = await temporaryFolder();
    const [run, elsewhere] = [join(folder, 'run'), join(folder, 'elsewhere')];
    const events = await trainThrough(run, {
      begin: () => rename(run, elsewhere),
      end: () => rename(elsewhere, run),
    });
    await expectWhole(run, events, 'write-failed');
  });

  it('ends with the reason when it is stopped while its folder has gone, and makes no new one', async () => {
    const run = join(await temporaryFolder(), 'run');
    const { events, listener, stop } = recorder((event, stopNow) => {
      if (event.type === 'paused') {
        stopNow();
      }
    });
    const removal = (event: TrainEvent): void => {
      listener.event(event);
      if (event.type === 'step' && event.step === 5) {
        // All at once: a file that is written between two removals would keep the folder.
        renameSync(run, `${run}-removed`);
      }
    };
    await expect(startRun({ dataset, run, config }, { event: removal }, stop)).rejects.toMatchObject({
      code: 'write-failed',
    });
    expect(events.at(-1)).toMatchObject({ type: 'paused' });
    await expect(stat(run)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('stopped while it cannot save keeps what was saved before, and goes on from there', async () => {
    const folder = await temporaryFolder();
    const run = join(folder, 'run');
    disk = await mountSmallDisk(folder, diskSize);
    const checkpoints = join(run, 'checkpoints');
    let trouble = Promise.resolve();
    const { events, listener, stop } = recorder((event, stopNow) => {
      if (event.type === 'checkpoint' && event.step === 4) {
        trouble = disk?.fill(size / 2) ?? rename(checkpoints, `${checkpoints}.kept`);
      } else if (event.type === 'paused') {
        stopNow();
      }
    });
    await expect(startRun({ dataset, run, config }, listener, stop)).rejects.toMatchObject({
      code: disk === null ? 'write-failed' : 'disk-full',
    });
    await trouble;
    await (disk?.empty() ?? rename(`${checkpoints}.kept`, checkpoints));
    const saved = events.flatMap((event) => (event.type === 'checkpoint' ? [event.step] : [])).at(-1);
    const again = recorder();
    await resumeRun({ run, changes: {} }, again.listener, again.stop);
    expect(again.events[0]).toMatchObject({ type: 'start', step: saved });
    expect(await readLosses(run)).toEqual(undisturbed);
  });

  it('saves in time before its disk is full', async () => {
    const folder = await temporaryFolder();
    disk = await mountSmallDisk(folder, 3 * size);
    await disk?.fill(1.8 * size);
    const run = join(folder, 'run');
    let emptied = Promise.resolve();
    const { events, listener, stop } = recorder((event) => {
      if (event.type === 'paused') {
        // There is no room for the last checkpoint beside the one that was saved in time.
        emptied = disk?.empty() ?? Promise.resolve();
      }
    });
    const seldom = { ...config, steps: 4, checkpointEverySteps: null, checkpointEvery: 1000 };
    await startRun({ dataset, run, config: seldom }, listener, stop);
    await emptied;
    // The machine's own disk, where none could be mounted, is not nearly full.
    const saved = events.flatMap((event) => (event.type === 'checkpoint' ? [event.step] : []));
    expect(saved).toContain(disk === null ? 4 : 1);
    const warnings = events.filter(({ type }) => type === 'warning');
    expect(warnings).toMatchObject(disk === null ? [] : [{ code: 'disk-low' }]);
  });
});
