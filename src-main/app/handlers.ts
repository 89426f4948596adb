/** What each request of the window does. */
import { basename, isAbsolute, join } from 'node:path';
import { app, dialog, shell, type BrowserWindow, type OpenDialogOptions } from 'electron';
import { AppError } from '../contract/errors';
import { languageOf } from '../contract/messages/render';
import type { Handlers, OpenedDataset } from '../contract/routes';
import type { DatasetShelf } from './opened-dataset';
import type { Places } from './places';
import { read } from './reading';
import { readRecentDatasets, rememberDataset } from './recent-datasets';
import { nextRun } from './run-folder';
import { listRuns } from './runs';
import type { TrainerHost } from './trainer-host';

/** What the handlers work with. */
export interface Workplace {
  readonly places: Places;
  readonly trainer: TrainerHost;
  /** Makes a host for a second process, for reading while the trainer has a run. */
  readonly startReader: () => TrainerHost;
  readonly shelf: DatasetShelf;
  /** The window that dialogs belong to. */
  readonly window: () => BrowserWindow | null;
}

export function createHandlers({ places, trainer, startReader, shelf, window }: Workplace): Handlers {
  async function open(folder: string): Promise<OpenedDataset> {
    const report = await read(trainer, startReader, 'inspect', { dataset: folder });
    const dataset = shelf.open(report, report.folder === places.samplePairs);
    const { name, isSample, pairs } = dataset;
    const remembered = { folder: report.folder, name, isSample, pairs: pairs.length, openedAt: Date.now() };
    await rememberDataset(places.recentDatasets, remembered);
    return dataset;
  }

  return {
    appInfo: () => ({
      version: app.getVersion(),
      language: languageOf(app.getLocale()),
      platform: process.platform,
    }),
    deviceReport: () => trainer.request('device', {}),
    recentDatasets: () => readRecentDatasets(places.recentDatasets),
    chooseFolder: () => chooseFolder(window()),
    async openDataset({ folder }) {
      if (!isAbsolute(folder)) {
        throw new AppError('dataset-missing', { path: folder });
      }
      return open(folder);
    },
    openSamplePairs: () => open(places.samplePairs),
    async startTraining({ dataset, config }) {
      const folder = shelf.folderOf(dataset);
      const run = await nextRun(places.runs, basename(folder));
      await trainer.request('train', { dataset: folder, run: run.folder, config });
      return run;
    },
    stopTraining: () => trainer.stop(),
    runs: () => listRuns(places.runs),
    runHistory: ({ name }) => read(trainer, startReader, 'history', { run: join(places.runs, name) }),
    async resumeTraining({ name }) {
      const folder = join(places.runs, name);
      await trainer.request('resume', { run: folder });
      return { name, folder };
    },
    async deleteRun({ name }) {
      const path = join(places.runs, name);
      if (trainer.isRunning() && (await trainer.request('current', {})).run === path) {
        throw new AppError('trainer-busy', { run: path });
      }
      await shell.trashItem(path).catch((error: unknown) => {
        throw new AppError('trash-failed', { path, reason: error instanceof Error ? error.message : String(error) });
      });
      return null;
    },
    showRun({ name }) {
      shell.showItemInFolder(join(places.runs, name));
      return null;
    },
  };
}

async function chooseFolder(window: BrowserWindow | null): Promise<string | null> {
  const options: OpenDialogOptions = { properties: ['openDirectory'] };
  const { filePaths } = await (window === null
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options));
  return filePaths[0] ?? null;
}
    pauseTraining: () => trainer.request('pause', {}),
    continueTraining: () => trainer.request('continue', {}),
    sampleNow: () => trainer.request('sample', {}),
    checkpointNow: () => trainer.request('checkpoint', {}),
    changeTraining: (changes) => trainer.request('change', { changes }),
