import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeTrainConfig } from '../../../src-main/contract/config';
import { AppError } from '../../../src-main/contract/errors';
import { createCompiledModel, type CompiledModel } from '../../../src-main/engine/compiled';
import { newestCheckpoint, restoreCheckpoint } from '../../../src-main/run/checkpoint';
import { checkpointSteps } from '../../../src-main/runfolder/checkpoints';
import type { FileToRead } from '../../../src-main/run/seal';
import { modelConfig } from '../../../src-main/run/model-config';
import { diskFiles, type CheckpointFiles } from '../../../src-main/run/files';
import { checkpointBytes, CheckpointSaver, NonFiniteCheckpoint } from '../../../src-main/run/saver';
import { checkpointState, saveCheckpoint } from '../../support/checkpoints';
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

/** Saves a checkpoint in which one weight is the step's number. */
async function save(step: number): Promise<string> {
  model.set(kernel, model.get(kernel).fill(step));
  return saveCheckpoint(run, model, checkpointState(config, step));
}

/** @param where from 0, the first byte, to 1, the last */
async function flipBit(path: string, where: number): Promise<void> {
  const bytes = await readFile(path);
  const index = Math.round((bytes.length - 1) * where);
  bytes.writeUInt8(bytes.readUInt8(index) ^ 4, index);
  await writeFile(path, bytes);
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

  it('keeps the newest five and removes the others once the new one is whole', async () => {
    for (let step = 1; step <= 7; step++) {
      await save(step);
    }
    const names = (await readdir(join(run, 'checkpoints'))).sort();
    expect(names).toEqual(['latest', ...[3, 4, 5, 6, 7].map((step) => `step-0000000${String(step)}`)]);
  });

  it('keeps every tenth and the best besides', async () => {
    for (let step = 1; step <= 17; step++) {
      const l1 = step === 4 ? 0.1 : 0.2;
      await saveCheckpoint(run, model, checkpointState(config, step, l1));
    }
    const kept = await checkpointSteps(run);
    expect(kept).toEqual([4, 10, 13, 14, 15, 16, 17]);
  });

  it('keeps no weights that are not finite, wherever the value stands', async () => {
    await save(1);
    const moments = 'discriminator/last/kernel/adam_v';
    const values = model.get(moments);
    model.set(moments, values.slice().fill(Number.POSITIVE_INFINITY, -1));
    await expect(save(2)).rejects.toThrow(NonFiniteCheckpoint);
    model.set(moments, values);
    expect((await newestCheckpoint(run)).checkpoint.state.step).toBe(1);
    expect((await readdir(join(run, 'checkpoints'))).sort()).toEqual(['latest', 'step-00000001']);
  });

  it('knows its size beforehand', async () => {
    const { size } = await stat(join(await save(1), 'model.data-00000-of-00001'));
    expect(checkpointBytes(model.config)).toBe(size);
  });

  it.each(['seal', 'syncFolder', 'rename'] as const)(
    'stops where the run is taken over by another process during %s, and removes what it has begun',
    async (name) => {
      await save(1);
      let isLost = false;
      const lose = async <T>(result: Promise<T>): Promise<T> => {
        await result;
        isLost = true;
        return result;
      };
      const altered: CheckpointFiles = {
        ...diskFiles,
        ...{
          seal: { seal: (files: readonly FileToRead[]) => lose(diskFiles.seal(files)) },
          syncFolder: { syncFolder: (path: string) => lose(diskFiles.syncFolder(path)) },
          rename: { rename: (from: string, to: string) => lose(diskFiles.rename(from, to)) },
        }[name],
      };
      const lost = new AppError('run-lock-lost', { path: run, process: 1, host: 'another' });
      const saver = new CheckpointSaver(run, model, altered, () => (isLost ? Promise.reject(lost) : Promise.resolve()));
      await saver.begin(checkpointState(config, 2));
      await expect(saver.finish()).rejects.toBe(lost);
      expect(await readFile(join(run, 'checkpoints', 'latest'), 'utf8')).toBe('step-00000001\n');
      // What was renamed before is whole, and the other process's to keep.
      const expected = name === 'rename' ? ['latest', 'step-00000001', 'step-00000002'] : ['latest', 'step-00000001'];
      expect((await readdir(join(run, 'checkpoints'))).sort()).toEqual(expected);
    },
  );

  it('does not bring back a run that was deleted', async () => {
    await rm(run, { recursive: true });
    await expect(save(1)).rejects.toMatchObject({ code: 'write-failed' });
    await expect(stat(run)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('replaces a damaged checkpoint of the same step', async () => {
    const folder = await save(5);
    await rm(join(folder, 'state.json'));
    await save(5);
    expect((await newestCheckpoint(run)).checkpoint.state).toEqual(checkpointState(config, 5));
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

  const files = ['MANIFEST.json', 'model.data-00000-of-00001', 'model.index', 'state.json'];
  const damages: readonly (readonly [string, (path: string) => Promise<void>])[] = [
    ['has one bit flipped', (path) => flipBit(path, 0.5)],
    ['has its last bit flipped', (path) => flipBit(path, 1)],
    ['is cut short', async (path) => truncate(path, (await stat(path)).size - 1)],
    ['is empty', (path) => truncate(path, 0)],
    ['is missing', (path) => rm(path)],
  ];

  it.each(damages.flatMap(([what, damage]) => files.map((name) => [name, what, damage] as const)))(
    'passes over a checkpoint whose %s %s, names the file, and restores the one before',
    async (name, _, damage) => {
      await save(1);
      const damaged = await save(2);
      await damage(join(damaged, name));
      const { checkpoint, skipped } = await newestCheckpoint(run);
      expect(skipped).toMatchObject([{ folder: damaged }]);
      expect(skipped[0]?.reason).toContain(name);
      expect(checkpoint.state.step).toBe(1);
      model.initialise([9, 9]);
      restoreCheckpoint(model, checkpoint);
      expect(model.get(kernel)[0]).toBe(1);
    },
  );

  it('does not see a folder that was being written when the process died', async () => {
    await save(1);
    await mkdir(join(run, 'checkpoints', 'step-00000002.partial-99'));
    expect((await newestCheckpoint(run)).checkpoint.state.step).toBe(1);
  });

  it('refuses one that a newer version wrote, as both of its records say', async () => {
    await save(1);
    const folder = await save(2);
    for (const name of ['MANIFEST.json', 'state.json']) {
      const path = join(folder, name);
      await writeFile(path, (await readFile(path, 'utf8')).replace('"format": 1', '"format": 2'));
    }
    await expect(newestCheckpoint(run)).rejects.toMatchObject({
      code: 'run-newer',
      data: { path: run, format: 2, supported: 1 },
    });
  });

  it('takes a newer number in the manifest alone for damage', async () => {
    await save(1);
    const manifest = join(await save(2), 'MANIFEST.json');
    await writeFile(manifest, (await readFile(manifest, 'utf8')).replace('"format": 1', '"format": 5'));
    expect((await newestCheckpoint(run)).checkpoint.state.step).toBe(1);
  });

  it('goes by the number of a step, not by its digits', async () => {
    for (const name of ['step-100000000', 'step-99999999', 'step-00000007', 'latest']) {
      await mkdir(join(run, 'checkpoints', name));
    }
    expect(await checkpointSteps(run)).toEqual([7, 99_999_999, 100_000_000]);
  });

  it('says that there is none', async () => {
    await expect(newestCheckpoint(run)).rejects.toMatchObject({ code: 'checkpoint-none', data: { path: run } });
  });
});
