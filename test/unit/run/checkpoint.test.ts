import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeTrainConfig } from '../../../src-main/contract/config';
import type { CheckpointState } from '../../../src-main/contract/run';
import { createCompiledModel, type CompiledModel } from '../../../src-main/engine/compiled';
import { newestCheckpoint, restoreCheckpoint, saveCheckpoint } from '../../../src-main/run/checkpoint';
import { modelConfig } from '../../../src-main/run/prepare';
import { temporaryFolder } from '../../support/temporary-folder';

const config = makeTrainConfig('studio', { size: 64, filters: 4 });
const kernel = 'generator/down_1/kernel';

let model: CompiledModel;
let run: string;

beforeAll(async () => {
  model = await createCompiledModel(modelConfig(config));
  model.initialise([1, 0]);
});

afterAll(() => {
  model.dispose();
});

beforeEach(async () => {
  run = await temporaryFolder();
  await mkdir(join(run, 'checkpoints'));
});

function state(step: number): CheckpointState {
  return { format: 1, step, epoch: 0, seed: 1, config, datasetFingerprint: 'a'.repeat(64) };
}

/** Saves a checkpoint in which one weight is the step's number. */
async function save(step: number): Promise<string> {
  model.set(kernel, model.get(kernel).fill(step));
  return saveCheckpoint(run, model, state(step));
}

describe('saveCheckpoint', () => {
  it('writes the files of format 1, each with its size and hash in the manifest, and names the newest', async () => {
    const folder = await save(400);
    expect(folder).toBe(join(run, 'checkpoints', 'step-00000400'));
    const names = ['MANIFEST.json', 'model.data-00000-of-00001', 'model.index', 'state.json'];
    expect((await readdir(folder)).sort()).toEqual(names);
    const manifest: unknown = JSON.parse(await readFile(join(folder, 'MANIFEST.json'), 'utf8'));
    const files = await Promise.all(
      names.slice(1).map(async (name) => {
        const bytes = await readFile(join(folder, name));
        return [name, { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }] as const;
      }),
    );
    expect(manifest).toEqual({ format: 1, files: Object.fromEntries(files) });
    expect(await readFile(join(run, 'checkpoints', 'latest'), 'utf8')).toBe('step-00000400\n');
  });

  it('keeps the newest five', async () => {
    for (let step = 1; step <= 7; step++) {
      await save(step);
    }
    const folders = (await readdir(join(run, 'checkpoints'))).filter((name) => name.startsWith('step-'));
    expect(folders.sort()).toEqual([3, 4, 5, 6, 7].map((step) => `step-0000000${String(step)}`));
  });

  it('replaces a damaged checkpoint of the same step', async () => {
    const folder = await save(5);
    await rm(join(folder, 'state.json'));
    await save(5);
    expect((await newestCheckpoint(run)).checkpoint.state).toEqual(state(5));
  });
});

describe('newestCheckpoint', () => {
  it('restores the weights that were saved last', async () => {
    await save(1);
    await save(2);
    model.initialise([9, 9]);
    restoreCheckpoint(model, (await newestCheckpoint(run)).checkpoint);
    expect(model.get(kernel)[0]).toBe(2);
  });

  it.each([
    ['weights are cut short', async (folder: string) => truncate(join(folder, 'model.data-00000-of-00001'), 1000)],
    ['the manifest is missing', async (folder: string) => rm(join(folder, 'MANIFEST.json'))],
    ['the state was changed', async (folder: string) => writeFile(join(folder, 'state.json'), '{}')],
    ['an index is missing', async (folder: string) => rm(join(folder, 'model.index'))],
  ])('passes over a checkpoint of which %s, and says so', async (_, damage) => {
    await save(1);
    const damaged = await save(2);
    await damage(damaged);
    const { checkpoint, skipped } = await newestCheckpoint(run);
    expect(checkpoint.state.step).toBe(1);
    expect(skipped).toMatchObject([{ folder: damaged }]);
    expect(skipped[0]?.reason).not.toBe('');
    model.initialise([9, 9]);
    restoreCheckpoint(model, checkpoint);
    expect(model.get(kernel)[0]).toBe(1);
  });

  it('does not see a folder that was being written when the process died', async () => {
    await save(1);
    await mkdir(join(run, 'checkpoints', 'step-00000002.partial-99'));
    expect((await newestCheckpoint(run)).checkpoint.state.step).toBe(1);
  });

  it('says that there is none', async () => {
    await expect(newestCheckpoint(run)).rejects.toMatchObject({ code: 'checkpoint-none', data: { path: run } });
  });
});
