import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nextRun, runFolder } from '../../../src-main/app/run-folder';
import { temporaryFolder } from '../../support/temporary-folder';

describe('nextRun', () => {
  it('counts on from the highest number of the dataset and leaves other names alone', async () => {
    const runs = join(await temporaryFolder(), 'runs');
    expect(await nextRun(runs, 'pairs')).toEqual({ name: 'pairs-1', folder: join(runs, 'pairs-1') });
    for (const name of ['pairs-1', 'pairs-12', 'pairs-12-copy', 'pairs-x', 'other-40']) {
      await mkdir(join(runs, name));
    }
    expect((await nextRun(runs, 'pairs')).name).toBe('pairs-13');
  });

  it('names the folder that cannot be made', async () => {
    const file = join(await temporaryFolder(), 'file');
    await writeFile(file, '');
    await expect(nextRun(join(file, 'runs'), 'pairs')).rejects.toMatchObject({
      code: 'write-failed',
      data: { path: join(file, 'runs') },
    });
  });
});

describe('runFolder', () => {
  it('is that of a run which is there, and no file and no link', async () => {
    const runs = await temporaryFolder();
    await mkdir(join(runs, 'pairs-1'));
    await writeFile(join(runs, 'notes.txt'), '');
    await symlink('/', join(runs, 'elsewhere'));
    expect(await runFolder(runs, 'pairs-1')).toBe(join(runs, 'pairs-1'));
    for (const name of ['pairs-2', 'notes.txt', 'elsewhere', 'x'.repeat(300)]) {
      await expect(runFolder(runs, name), name).rejects.toMatchObject({
        code: 'run-missing',
        data: { path: join(runs, name) },
      });
    }
  });
});
