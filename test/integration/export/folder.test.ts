/** Exports are whole or absent: what stands in their way, and what is left of one that fails. */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { exportFormats, parseExportManifest } from '../../../src-main/contract/export';
import { runFiles, stepFolder } from '../../../src-main/contract/run';
import { exportTo, makeRun } from '../../support/exports';
import { mountSmallDisk } from '../../support/small-disk';
import { sharedFolder, temporaryFolder } from '../../support/temporary-folder';

let run: string;

beforeAll(async () => {
  const { folder, remove } = await sharedFolder();
  process.env['PIX2PIX_STUDIO_CACHE'] = join(folder, 'cache');
  ({ run } = await makeRun(folder, 'studio', { checkpointEverySteps: 3 }));
  return remove;
});

async function stepOf(folder: string): Promise<number> {
  return parseExportManifest(JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'))).step;
}

describe('an existing destination', () => {
  it('that is an export is refused, and replaced when that is asked for', async () => {
    const parent = await temporaryFolder();
    const out = join(parent, 'exported');
    await exportTo(run, out, { format: 'onnx', checkpoint: 3 });
    await expect(exportTo(run, out, { format: 'onnx' })).rejects.toMatchObject({
      code: 'export-exists',
      data: { path: out },
    });
    expect(await stepOf(out)).toBe(3);
    await exportTo(run, out, { format: 'keras', force: true });
    expect(await stepOf(out)).toBe(6);
    expect(await readdir(out)).not.toContain('model.onnx');
    expect(await readdir(parent)).toEqual(['exported']);
  });

  it.each([
    [false, 'output-exists'],
    [true, 'export-not-replaced'],
  ])('that is something else is never touched (force %s)', async (force, code) => {
    const out = await temporaryFolder();
    await writeFile(join(out, 'mine.txt'), 'kept');
    await expect(exportTo(run, out, { format: 'onnx', force })).rejects.toMatchObject({ code, data: { path: out } });
    expect(await readFile(join(out, 'mine.txt'), 'utf8')).toBe('kept');
  });

  it('stays when the new export cannot be made', async () => {
    const parent = await temporaryFolder();
    const out = join(parent, 'exported');
    await exportTo(run, out, { format: 'onnx' });
    await expect(exportTo(run, out, { format: 'onnx', checkpoint: 5, force: true })).rejects.toMatchObject({
      code: 'checkpoint-missing',
      data: { step: 5, known: '3, 6' },
    });
    expect(await stepOf(out)).toBe(6);
    expect(await readdir(parent)).toEqual(['exported']);
  });
});

it('a folder that cannot be made leaves nothing', async () => {
  const parent = await temporaryFolder();
  await writeFile(join(parent, 'file'), '');
  const out = join(parent, 'file', 'exported');
  await expect(exportTo(run, out, { format: 'onnx' })).rejects.toMatchObject({ data: { path: out } });
  expect(await readdir(parent)).toEqual(['file']);
});

it.each(exportFormats)(
  'a full disk is told, keeps the earlier export and nothing of the new one: %s',
  async (format) => {
    const disk = await mountSmallDisk(await temporaryFolder(), 2e8);
    if (disk === null) {
      return; // Only where the tests may mount one.
    }
    try {
      const out = join(disk.folder, 'exported');
      await exportTo(run, out, { format, checkpoint: 3 });
      await disk.fill(30_000);
      await expect(exportTo(run, out, { format, force: true })).rejects.toMatchObject({
        code: 'disk-full',
        data: { path: out },
      });
      expect(await stepOf(out)).toBe(3);
      expect((await readdir(disk.folder)).sort()).toEqual(['ballast', 'exported']);
      await disk.empty();
      await exportTo(run, out, { format, force: true });
      expect(await stepOf(out)).toBe(6);
    } finally {
      await disk.unmount();
    }
  },
);

it('a precision that the format lacks is named with those that it has', async () => {
  const out = join(await temporaryFolder(), 'exported');
  await expect(exportTo(run, out, { format: 'onnx', precision: 'uint8' })).rejects.toMatchObject({
    code: 'option-value',
    data: { value: 'uint8', allowed: 'float32, float16' },
  });
});

it('a damaged checkpoint is passed over with a warning, and refused when it is the one asked for', async () => {
  const parent = await temporaryFolder();
  const { run: other } = await makeRun(parent, 'studio', { checkpointEverySteps: 3 });
  const newest = join(other, runFiles.checkpoints, stepFolder(6));
  const data = join(newest, `${runFiles.model}.data-00000-of-00001`);
  const contents = await readFile(data);
  contents[1000] = (contents[1000] ?? 0) ^ 1;
  await writeFile(data, contents);
  const { step, warnings } = await exportTo(other, join(parent, 'a'), { format: 'onnx' });
  expect(step).toBe(3);
  expect(warnings).toMatchObject([{ code: 'checkpoint-fallback', data: { damaged: newest } }]);
  await expect(exportTo(other, join(parent, 'b'), { format: 'onnx', checkpoint: 6 })).rejects.toMatchObject({
    code: 'checkpoint-damaged',
    data: { path: newest },
  });
  await rm(join(other, runFiles.checkpoints), { recursive: true });
  await mkdir(join(other, runFiles.checkpoints));
  await expect(exportTo(other, join(parent, 'c'), { format: 'onnx', checkpoint: 'best' })).rejects.toMatchObject({
    code: 'checkpoint-none',
  });
});
