import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { presets } from '../../../src-main/contract/config';
import { runFormat, type RunRecord } from '../../../src-main/contract/run';
import { withLock } from '../../../src-main/run/lock';
import { writeRunRecord } from '../../../src-main/run/record';
import { readRunRecord } from '../../../src-main/runfolder/record';
import { renameRun } from '../../../src-main/run/rename';
import { temporaryFolder } from '../../support/temporary-folder';

const record: RunRecord = {
  format: runFormat,
  created: '2026-11-24T12:00:00.000Z',
  config: presets.quick,
  dataset: { path: '/pairs', fingerprint: 'f', trainPairs: 4, testPairs: 2 },
  versions: { studio: '0.1.0', tensorflow: '2.21.0', tfjs: '4.22.0' },
  changes: [],
};

async function makeRun(): Promise<string> {
  const run = await temporaryFolder();
  await writeRunRecord(run, record);
  return run;
}

describe('a name of one’s own', () => {
  it('is kept in run.json and taken away again; nothing else changes', async () => {
    const run = await makeRun();
    await renameRun(run, '  First look ');
    expect(await readRunRecord(run)).toMatchObject({ ...record, title: 'First look' });
    await renameRun(run, ' ');
    const plain = await readRunRecord(run);
    expect(plain.title).toBeUndefined();
    expect(plain).toMatchObject(record);
    // The lock is gone, and nothing half-written is left.
    expect(await readdir(run)).toEqual(['run.json']);
  });

  it('waits for nobody: a run that is being trained keeps its name', async () => {
    const run = await makeRun();
    await withLock(run, async () => {
      await expect(renameRun(run, 'Mine')).rejects.toMatchObject({ code: 'run-locked' });
    });
    expect((await readRunRecord(run)).title).toBeUndefined();
  });

  it('is given to runs only', async () => {
    const folder = await temporaryFolder();
    await expect(renameRun(folder, 'Mine')).rejects.toMatchObject({ code: 'run-missing' });
    expect(await readdir(folder)).toEqual([]);
  });
});
