/** Requests of the page Export: a process of its own writes each export and may be ended at any time. */
import { readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { dialog, nativeImage, shell, type BrowserWindow, type SaveDialogOptions } from 'electron';
import { AppError } from '../contract/errors';
import { exportName, type ExportSummary } from '../contract/generators';
import { partialMark } from '../contract/partial';
import type { Handlers } from '../contract/routes';
import { runFiles } from '../contract/run';
import { requirePlain } from '../files/require-plain';
import { listExports, readExport } from './generators';
import type { PredictorHost } from './trying';

export interface ExportingOptions {
  readonly folderOfRun: (name: string) => Promise<string>;
  /** A process that does nothing else. */
  readonly exporter: PredictorHost;
  /** Path of the picture under the pointer while an export is dragged. */
  readonly icon: string;
  readonly window: () => BrowserWindow | null;
}

type ExportingHandlers = Pick<
  Handlers,
  'exports' | 'chooseExportPlace' | 'startExport' | 'cancelExport' | 'checkExport' | 'showExport' | 'dragExport'
>;

/** Side of the picture under the pointer, in pixels. */
const dragIconSide = 64;

export function createExportingHandlers({ folderOfRun, exporter, icon, window }: ExportingOptions): ExportingHandlers {
  /** Paths that the window may name: places chosen in the dialog, and exports that were listed. */
  const places = new Set<string>();
  const known = new Set<string>();
  /** Exports outside the runs' own folders, by run. */
  const elsewhere = new Map<string, Set<string>>();

  async function list(name: string): Promise<readonly ExportSummary[]> {
    const own = await listExports(await folderOfRun(name));
    const others = await Promise.all([...(elsewhere.get(name) ?? [])].map((path) => readExport(path)));
    const all = [...own, ...others.filter((summary) => summary !== null)];
    for (const { path } of all) {
      known.add(path);
    }
    return all.sort((a, b) => b.madeAt - a.madeAt);
  }

  function requireKnown(channel: string, path: string): void {
    if (!known.has(path)) {
      throw new AppError('request-invalid', { channel, reason: `${path} is no export that was listed` });
    }
  }

  return {
    exports: ({ name }) => list(name),
    async chooseExportPlace({ suggested }) {
      const path = await choosePlace(window(), suggested);
      if (path !== null) {
        places.add(path);
      }
      return path;
    },
    async startExport({ name, out, ...options }) {
      if (out !== null && !places.has(out)) {
        throw new AppError('request-invalid', {
          channel: 'startExport',
          reason: `${out} was not chosen in the dialog`,
        });
      }
      const run = await folderOfRun(name);
      await requirePlain(run, { folders: [runFiles.exports] });
      const path = out ?? join(run, runFiles.exports, exportName(name, options.format, options.precision));
      try {
        const result = await exporter.request('export', { options: { ...options, run, out: path } });
        if (out !== null) {
          elsewhere.set(name, (elsewhere.get(name) ?? new Set()).add(path));
        }
        return result;
      } finally {
        exporter.end();
        await tidy(path);
      }
    },
    cancelExport() {
      exporter.end();
      return null;
    },
    async checkExport({ name, path }) {
      requireKnown('checkExport', path);
      try {
        return await exporter.request('check', { run: await folderOfRun(name), path });
      } finally {
        exporter.end();
      }
    },
    showExport({ path }) {
      requireKnown('showExport', path);
      shell.showItemInFolder(path);
      return null;
    },
    dragExport({ path }) {
      requireKnown('dragExport', path);
      const picture = nativeImage.createFromPath(icon).resize({ width: dragIconSide, height: dragIconSide });
      window()?.webContents.startDrag({ file: path, icon: picture });
      return null;
    },
  };
}

/**
 * Removes what an export that was ended, or whose process died, had written. If that was just when it took the place of
 * an earlier one, the place is empty and one of the two is put there.
 */
async function tidy(path: string): Promise<void> {
  const parent = dirname(path);
  const names = (await readdir(parent).catch(() => [])).filter((name) =>
    name.startsWith(`${basename(path)}${partialMark}`),
  );
  for (const leftover of names.map((name) => join(parent, name))) {
    const isOnly = (await readExport(path)) === null && (await readExport(leftover)) !== null;
    await (isOnly ? rename(leftover, path) : rm(leftover, { recursive: true, force: true }));
  }
}

async function choosePlace(window: BrowserWindow | null, suggested: string): Promise<string | null> {
  const options: SaveDialogOptions = { defaultPath: suggested, properties: ['createDirectory'] };
  const { canceled, filePath } = await (window === null
    ? dialog.showSaveDialog(options)
    : dialog.showSaveDialog(window, options));
  return canceled ? null : filePath;
}
