import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as ort from 'onnxruntime-node';
import {
  checkedFormats,
  exportFiles,
  exportFormats,
  parseExportManifest,
  type ExportFormat,
} from '../../src-main/contract/export';
import { runFiles, stepFolder } from '../../src-main/contract/run';
import { mountSmallDisk } from '../support/small-disk';
import { expect, root, test, type Studio } from './support/application';
import { command, openRunPage, trainRun } from './support/trained-run';

const run = 'exported-1';
const names: Readonly<Record<ExportFormat, string>> = {
  savedmodel: 'SavedModel',
  onnx: 'ONNX',
  tfjs: 'TensorFlow.js',
  keras: 'Keras',
};

async function chooseFormat({ page }: Studio, format: ExportFormat): Promise<void> {
  await page.getByRole('radio', { name: new RegExp(`^${names[format]}`) }).check();
}

async function exportIt({ page }: Studio, format: ExportFormat): Promise<void> {
  await page.getByRole('button', { name: `Export ${names[format]}` }).click();
}

/** Every file of an export is there and as its manifest says. */
async function checkFiles(folder: string, format: ExportFormat): Promise<void> {
  const manifest = parseExportManifest(JSON.parse(await readFile(join(folder, exportFiles.manifest), 'utf8')));
  expect(manifest.format).toBe(format);
  expect(Object.keys(manifest.files)).toContain(exportFiles.card);
  for (const [name, { bytes, sha256 }] of Object.entries(manifest.files)) {
    const contents = await readFile(join(folder, name));
    expect(contents.length, name).toBe(bytes);
    expect(createHash('sha256').update(contents).digest('hex'), name).toBe(sha256);
  }
}

test('a run is exported in every format, shown, dragged out, and replaced only when that is asked for', async ({
  studio,
}, testInfo) => {
  const { page, application } = studio;
  const folder = await trainRun(studio, run);
  await openRunPage(studio, run, 'Export');
  for (const format of exportFormats) {
    await chooseFormat(studio, format);
    await exportIt(studio, format);
    const name = `${run}-${format}`;
    await expect(page.getByText(`${name} is exported`)).toBeVisible();
    await expect(page.getByRole('row', { name: new RegExp(`${name} `) })).toContainText(
      `${names[format]}, float32, step 8`,
    );
    await checkFiles(join(folder, runFiles.exports, name), format);
    if (checkedFormats.includes(format)) {
      await page.getByRole('button', { name: 'Check against the preview' }).click();
      await expect(page.getByText(/compared with the preview: at most [\d.e-]+ of 255 levels/)).toBeVisible();
    }
  }

  // They load: our own SavedModel, and ONNX in the runtime that others use.
  const horse = join(root, 'assets', 'sample-pairs', 'test', 'horse.png');
  const out = testInfo.outputPath('predicted');
  await command(['predict', join(folder, runFiles.exports, `${run}-savedmodel`), horse, '--out', out]);
  expect(await readdir(out)).toEqual(['horse.png']);
  const onnx = await ort.InferenceSession.create(join(folder, runFiles.exports, `${run}-onnx`, exportFiles.onnx));
  expect(onnx.inputNames).toHaveLength(1);

  // An export of that name stays until the person says otherwise.
  await page.getByRole('combobox', { name: 'Checkpoint' }).selectOption('4');
  await chooseFormat(studio, 'keras');
  await exportIt(studio, 'keras');
  const question = page.getByRole('dialog', { name: `Replace ${run}-keras?` });
  await question.getByRole('button', { name: 'Cancel' }).click();
  const row = page.getByRole('row', { name: new RegExp(`${run}-keras `) });
  await expect(row).toContainText('step 8');
  await exportIt(studio, 'keras');
  await question.getByRole('button', { name: 'Replace' }).click();
  await expect(row).toContainText('step 4');
  await checkFiles(join(folder, runFiles.exports, `${run}-keras`), 'keras');
  expect((await readdir(join(folder, runFiles.exports))).sort()).toEqual(
    exportFormats.map((format) => `${run}-${format}`).sort(),
  );

  // Dragging a row drags the files of the export.
  await application.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    if (contents !== undefined) {
      contents.startDrag = ({ file, icon }) => {
        Reflect.set(globalThis, 'dragged', { file, isEmpty: typeof icon === 'string' || icon.isEmpty() });
      };
    }
  });
  await row.hover();
  await page.mouse.down();
  await page.mouse.move(600, 600, { steps: 5 });
  await expect
    .poll(() => application.evaluate(() => Reflect.get(globalThis, 'dragged') as unknown))
    .toEqual({ file: join(folder, runFiles.exports, `${run}-keras`), isEmpty: false });
  await page.mouse.up();
  expect(studio.consoleErrors).toEqual([]);
});

test(
  'a damaged checkpoint, a full disk and a place that is no export are told, and nothing is left behind',
  { tag: '@root' },
  async ({ studio }, testInfo) => {
    const { page, application } = studio;
    const folder = await trainRun(studio, run);
    const checkpoint = join(folder, runFiles.checkpoints, stepFolder(4));
    const data = (await readdir(checkpoint)).find((name) => name.includes('.data-')) ?? '';
    const bytes = await readFile(join(checkpoint, data));
    bytes[1000] = (bytes[1000] ?? 0) ^ 255;
    await writeFile(join(checkpoint, data), bytes);

    await openRunPage(studio, run, 'Export');
    await chooseFormat(studio, 'onnx');
    await page.getByRole('combobox', { name: 'Checkpoint' }).selectOption('4');
    await exportIt(studio, 'onnx');
    const alert = page.getByRole('alert');
    await expect(alert).toContainText(`The checkpoint ${checkpoint} is damaged: ${data} is not as it was written`);
    await page.getByRole('combobox', { name: 'Checkpoint' }).selectOption('latest');
    await expect(alert).toBeHidden();

    const choosePlace = async (path: string): Promise<void> => {
      await application.evaluate(({ dialog }, given) => {
        dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: given });
      }, path);
      await page.getByRole('button', { name: 'Change…' }).click();
      await expect(page.getByRole('textbox', { name: 'Destination' })).toHaveValue(path);
    };
    const own = testInfo.outputPath('my own');
    await mkdir(own);
    await writeFile(join(own, 'letter.txt'), 'dear');
    await choosePlace(own);
    await exportIt(studio, 'onnx');
    await expect(alert).toContainText(`${own} exists`);
    expect(await readFile(join(own, 'letter.txt'), 'utf8')).toBe('dear');

    const mount = testInfo.outputPath('small');
    await mkdir(mount);
    const disk = await mountSmallDisk(mount, 65_536);
    if (disk !== null) {
      try {
        await choosePlace(join(mount, 'model'));
        await exportIt(studio, 'onnx');
        await expect(alert).toContainText('The disk is full');
        expect(await readdir(mount)).toEqual([]);
      } finally {
        await disk.unmount();
      }
    }

    // A place that was not chosen in the dialog is no place.
    const forged = await page.evaluate(
      (request) => {
        const studioBridge: unknown = Reflect.get(window, 'studio');
        const ask: unknown = Reflect.get(Object(studioBridge) as object, 'request');
        return typeof ask === 'function' ? (Reflect.apply(ask, null, ['startExport', request]) as unknown) : null;
      },
      { name: run, out: '/etc/model', format: 'onnx' },
    );
    expect(forged).toMatchObject({ ok: false, error: { code: 'request-invalid', data: { channel: 'startExport' } } });
  },
);

test('an export is cancelled: its process ends and nothing of it stays', async ({ studio }) => {
  const { page } = studio;
  const folder = await trainRun(studio, run);
  await openRunPage(studio, run, 'Export');
  await chooseFormat(studio, 'tfjs');
  await exportIt(studio, 'tfjs');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('Cancelled. Nothing was written.')).toBeVisible();
  expect(await readdir(join(folder, runFiles.exports)).catch(() => [])).toEqual([]);
  await exportIt(studio, 'tfjs');
  await expect(page.getByText(`${run}-tfjs is exported`)).toBeVisible();
});
