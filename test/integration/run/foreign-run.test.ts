/** A run that somebody else made is data: its names lead nowhere, and nothing of it is waited for. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rename, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { summarise } from '../../../src-main/app/runs';
import { checkpointFiles, runFiles, stepFolder } from '../../../src-main/contract/run';
import { chooseCheckpoint } from '../../../src-main/run/choose-checkpoint';
import { readHistory } from '../../../src-main/run/history';
import { openGenerator } from '../../../src-main/run/open-generator';
import { renameRun } from '../../../src-main/run/rename';
import { resumeRun } from '../../../src-main/run/resume';
import { startRun } from '../../../src-main/run/train';
import { recorder, tinyConfig, tinyDataset } from '../../support/runs';
import { sharedFolder, temporaryFolder } from '../../support/temporary-folder';

const steps = 2;
let original: string;
let run: string;
let elsewhere: string;

beforeAll(async () => {
  const { folder, remove } = await sharedFolder();
  original = join(folder, 'run');
  const { listener, stop } = recorder();
  const config = { ...tinyConfig, steps, sampleEvery: steps };
  await startRun({ dataset: await tinyDataset(folder), run: original, config }, listener, stop);
  return remove;
});

beforeEach(async () => {
  const folder = await temporaryFolder();
  run = join(folder, 'run');
  elsewhere = join(folder, 'elsewhere');
  await cp(original, run, { recursive: true });
  await mkdir(elsewhere);
});

const checkpoint = (): string => join(run, runFiles.checkpoints, stepFolder(steps));

/** Puts a pipe, into which nobody writes, in the place of a file. */
async function putPipe(...names: readonly string[]): Promise<string> {
  const path = join(run, ...names);
  await rm(path, { recursive: true, force: true });
  execFileSync('mkfifo', [path]);
  return path;
}

/** Moves a file or folder out of the run, and leaves a link to it. */
async function putLink(name: string): Promise<string> {
  const moved = join(elsewhere, name);
  await rename(join(run, name), moved);
  await symlink(moved, join(run, name));
  return moved;
}

async function changeManifest(change: (files: Record<string, unknown>) => void): Promise<void> {
  const path = join(checkpoint(), runFiles.manifest);
  const manifest = z
    .object({ format: z.number(), files: z.record(z.string(), z.unknown()) })
    .parse(JSON.parse(await readFile(path, 'utf8')));
  change(manifest.files);
  await writeFile(path, `${JSON.stringify(manifest)}\n`);
}

const resume = (): Promise<unknown> => {
  const { listener, stop } = recorder();
  return resumeRun({ run, changes: { steps: steps + 1 } }, listener, stop);
};

describe('a checkpoint', () => {
  it.each([
    ['a file of this computer', '../../../../../../../../../etc/passwd'],
    ['an endless device', '../../../../../../../../../dev/zero'],
    ['a file of the run', '../../run.json'],
    ['a file that no checkpoint has', 'notes.txt'],
  ])('has no other files than its own: %s', async (_what, name) => {
    const path = join(checkpoint(), name);
    const contents = name.endsWith('zero') ? '' : await readFile(path).catch(() => '');
    const seal = { bytes: contents.length, sha256: createHash('sha256').update(contents).digest('hex') };
    await changeManifest((files) => (files[name] = seal));
    await expect(chooseCheckpoint(run, steps)).rejects.toMatchObject({
      code: 'checkpoint-damaged',
      data: { reason: 'MANIFEST.json is not as it was written' },
    });
  });

  it('has all of its own files', async () => {
    await changeManifest((files) => {
      Reflect.deleteProperty(files, checkpointFiles.data);
    });
    await expect(chooseCheckpoint(run, steps)).rejects.toMatchObject({ code: 'checkpoint-damaged' });
  });

  it.each(Object.values(checkpointFiles))('has %s itself, no link to it and no pipe', async (name) => {
    const path = join(checkpoint(), name);
    await rename(path, join(elsewhere, name));
    await symlink(join(elsewhere, name), path);
    await expect(chooseCheckpoint(run, steps)).rejects.toMatchObject({ code: 'checkpoint-damaged' });
    await putPipe(runFiles.checkpoints, stepFolder(steps), name);
    await expect(chooseCheckpoint(run, steps)).rejects.toMatchObject({ code: 'checkpoint-damaged' });
  });

  it('is not digested beyond what its manifest says', async () => {
    await truncate(join(checkpoint(), checkpointFiles.data), 2 ** 43);
    await expect(chooseCheckpoint(run, steps)).rejects.toMatchObject({
      code: 'checkpoint-damaged',
      data: { reason: `${checkpointFiles.data} is not as it was written` },
    });
    await changeManifest((files) => {
      files[checkpointFiles.data] = { bytes: 2 ** 43, sha256: '0'.repeat(64) };
    });
    await expect(chooseCheckpoint(run, steps)).rejects.toMatchObject({
      data: { reason: `${checkpointFiles.data} is larger than that of such networks` },
    });
  });
});

describe('run.json', () => {
  it('is no pipe: whoever reads it says so', async () => {
    const path = await putPipe(runFiles.record);
    const problem = { code: 'run-damaged', data: { path: run, reason: expect.stringContaining(path) as unknown } };
    await expect(openGenerator(run)).rejects.toMatchObject(problem);
    await expect(resume()).rejects.toMatchObject(problem);
    expect(await summarise(run, 'run')).toMatchObject({ state: 'damaged', problem });
  });

  it('is no link to an endless device, and no larger than a record can be', async () => {
    const path = join(run, runFiles.record);
    await rm(path);
    await symlink('/dev/zero', path);
    const problem = { code: 'run-damaged', data: { reason: expect.stringContaining('is a link') as unknown } };
    await expect(openGenerator(run)).rejects.toMatchObject(problem);
    await rm(path);
    await writeFile(path, '{}');
    await truncate(path, 2 ** 40);
    await expect(openGenerator(run)).rejects.toMatchObject({
      code: 'run-damaged',
      data: { reason: expect.stringContaining(String(2 ** 40)) as unknown },
    });
  });
});

it('files that only show something are left out where they are none', async () => {
  const { losses, pairs } = await readHistory(run);
  expect([losses.disc_loss.length, pairs.length]).toEqual([steps, 1]);
  await putPipe(runFiles.losses);
  await putPipe(runFiles.samples, stepFolder(steps), runFiles.pairs);
  expect(await readHistory(run)).toMatchObject({ losses, pairs: [] });
  await putPipe(runFiles.metrics);
  expect((await readHistory(run)).losses.disc_loss).toHaveLength(0);
  await putPipe(runFiles.checkpoints, runFiles.latest);
  expect(await summarise(run, 'run')).toMatchObject({ latest: null, checkpointStep: null });
});

it('a log that is said to be huge is read as far as it is one, and cut there', async () => {
  const path = join(run, runFiles.metrics);
  const { losses } = await readHistory(run);
  const { size } = await stat(path);
  await truncate(path, 2 ** 40);
  await rm(join(run, runFiles.losses));
  expect(await readHistory(run)).toMatchObject({ losses });
  await resume();
  expect((await readFile(path, 'utf8')).slice(0, size).split('\n')).toHaveLength(steps + 1);
  expect((await readHistory(run)).losses.disc_loss).toHaveLength(steps + 1);
});

it.each([runFiles.checkpoints, runFiles.samples])(
  'nothing is read or written through a linked folder: %s',
  async (name) => {
    const moved = await putLink(name);
    const before = await readdir(moved);
    await expect(resume()).rejects.toMatchObject({
      code: 'file-refused',
      data: { path: join(run, name), kind: 'link' },
    });
    await expect(renameRun(run, 'a title')).rejects.toMatchObject({ code: 'file-refused' });
    expect(await readdir(moved)).toEqual(before);
    expect(await readdir(run)).not.toContain(runFiles.lock);
    expect(await readHistory(run)).toMatchObject({ [name]: [] });
    expect(await summarise(run, 'run')).toMatchObject(
      name === runFiles.samples ? { samples: null } : { checkpointStep: null },
    );
  },
);

it.each([runFiles.metrics, runFiles.losses, runFiles.lock])(
  'nothing is written through a linked file, and no pipe is waited for: %s',
  async (name) => {
    const aim = join(elsewhere, 'aim');
    await writeFile(aim, 'as it was');
    await rm(join(run, name), { force: true });
    await symlink(aim, join(run, name));
    await expect(resume()).rejects.toMatchObject({ code: 'file-refused', data: { path: join(run, name) } });
    expect(await readFile(aim, 'utf8')).toBe('as it was');
    await putPipe(name);
    await expect(resume()).rejects.toMatchObject({ code: 'file-refused', data: { kind: 'special' } });
  },
);
