/** A run that another machine took over while this one slept: the training here ends and leaves the run as that one has it. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { TrainEvent } from '../../../src-main/contract/metrics';
import { RunControls } from '../../../src-main/run/controls';
import { resumeRun } from '../../../src-main/run/resume';
import { startRun } from '../../../src-main/run/train';
import { recorder, tinyConfig, tinyDataset } from '../../support/runs';
import { sharedFolder, temporaryFolder } from '../../support/temporary-folder';

const config = { ...tinyConfig, steps: 2000, sampleEvery: 2, checkpointEverySteps: 2 };
const others = JSON.stringify({ process: 4711, host: 'another-machine', started: null, id: 'another' });

let dataset: string;

beforeAll(async () => {
  const { folder, remove } = await sharedFolder();
  dataset = await tinyDataset(folder);
  return remove;
});

/** Every file of a run with a hash of its contents; what is not whole yet is nobody's. */
function contentsOf(run: string): Readonly<Record<string, string>> {
  const files = readdirSync(run, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => !path.includes('.partial'));
  return Object.fromEntries(
    paths.map((path) => [path, createHash('sha256').update(readFileSync(path)).digest('hex')] as const),
  );
}

/** Another machine's lock in the place of ours. Gives what the run then holds. */
function takeOver(run: string): Readonly<Record<string, string>> {
  rmSync(join(run, 'lock'));
  writeFileSync(join(run, 'lock'), others);
  return contentsOf(run);
}

const isStep = (event: TrainEvent, step: number): boolean => event.type === 'step' && event.step === step;

describe('a training whose run is taken over', () => {
  it.each<readonly [string, (event: TrainEvent) => boolean]>([
    ['between two checkpoints', (event) => isStep(event, 5)],
    ['when a sample and a checkpoint are due', (event) => isStep(event, 6)],
    ['between a sample and its checkpoint', (event) => event.type === 'sample' && event.step === 4],
    ['when a checkpoint has become whole', (event) => event.type === 'checkpoint' && event.step === 4],
    ['before its first step', (event) => event.type === 'start'],
  ])('%s ends with an error that names the other, and writes nothing more', async (_, isTheMoment) => {
    const run = join(await temporaryFolder(), 'run');
    let taken: Readonly<Record<string, string>> | null = null;
    const { events, listener, stop } = recorder((event) => {
      if (taken === null && isTheMoment(event)) {
        taken = takeOver(run);
      }
    });
    await expect(startRun({ dataset, run, config }, listener, stop)).rejects.toMatchObject({
      code: 'run-lock-lost',
      data: { path: run, process: 4711, host: 'another-machine' },
    });
    expect(taken).not.toBeNull();
    expect(contentsOf(run)).toEqual(taken);
    expect(readFileSync(join(run, 'lock'), 'utf8')).toBe(others);
    expect(readdirSync(run, { recursive: true }).filter((name) => String(name).includes('.partial'))).toEqual([]);
    expect(events.some(({ type }) => type === 'done')).toBe(false);
  });

  it('while it is stopped does not save either', async () => {
    const run = join(await temporaryFolder(), 'run');
    let taken: Readonly<Record<string, string>> | null = null;
    const { listener, stop } = recorder((event, end) => {
      if (isStep(event, 3)) {
        taken = takeOver(run);
        end();
      }
    });
    await expect(startRun({ dataset, run, config }, listener, stop)).rejects.toMatchObject({ code: 'run-lock-lost' });
    expect(contentsOf(run)).toEqual(taken);
  });

  it('while a person holds it ends by itself', async () => {
    const run = join(await temporaryFolder(), 'run');
    const controls = new RunControls();
    let taken: Readonly<Record<string, string>> | null = null;
    const { listener, stop } = recorder((event) => {
      if (isStep(event, 3)) {
        controls.pause();
      } else if (event.type === 'held') {
        // Its next renewal, within ten seconds, finds the other's lock.
        taken = takeOver(run);
      }
    });
    const training = startRun({ dataset, run, config }, listener, stop, controls);
    await expect(training).rejects.toMatchObject({ code: 'run-lock-lost' });
    expect(contentsOf(run)).toEqual(taken);
  });

  it('goes on elsewhere, and here again when that one is done', async () => {
    const run = join(await temporaryFolder(), 'run');
    const first = recorder((event) => {
      if (isStep(event, 3)) {
        takeOver(run);
      }
    });
    await expect(startRun({ dataset, run, config }, first.listener, first.stop)).rejects.toMatchObject({
      code: 'run-lock-lost',
    });
    rmSync(join(run, 'lock'));
    const second = recorder();
    const done = await resumeRun({ run, changes: { steps: 4 } }, second.listener, second.stop);
    expect(done).toMatchObject({ step: 4, complete: true });
    expect(second.events.filter(({ type }) => type === 'warning')).toEqual([]);
  });
});
