/** What each request of the window does. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { app, dialog, shell, type BrowserWindow, type OpenDialogOptions } from 'electron';
import { presets, recognisedLayout, type TrainConfig } from '../contract/config';
import { AppError } from '../contract/errors';
import { licencesSchema } from '../contract/licences';
import { reasonOf } from '../contract/messages/reason';
import type { AppInfo, Handlers, OpenedDataset } from '../contract/routes';
import type { Calibration } from './calibration';
import type { Closing } from './closing';
import type { Desktop } from './desktop';
import { createExportingHandlers } from './exporting';
import { createFetchingHandlers } from './fetching';
import { inspect } from './inspecting';
import type { KnownFolders } from './known-folders';
import type { DatasetShelf } from './opened-dataset';
import type { Places } from './places';
import type { PreferenceKeeper } from './preferences';
import type { PreviewHost } from './previews';
import { forgetDataset, listRecentDatasets, rememberDataset } from './recent-datasets';
import { nextRun, runFolder } from './run-folder';
import { listRuns } from './runs';
import type { TrainerHost } from './trainer-host';
import { createTryingHandlers, type PredictorHost } from './trying';

/** What the handlers work with. */
export interface Workplace {
  readonly places: Places;
  readonly trainer: TrainerHost;
  /** Makes a host for a second process, for reading while the trainer has a run. */
  readonly startReader: () => TrainerHost;
  /** Of the process that makes the pictures of the opened dataset. */
  readonly decoder: Pick<PreviewHost, 'prepare'>;
  /** Of the process that makes the pictures of Try it. */
  readonly predictor: PredictorHost;
  /** Of the process that writes an export. */
  readonly exporter: PredictorHost;
  readonly shelf: DatasetShelf;
  readonly folders: KnownFolders;
  readonly preferences: PreferenceKeeper;
  readonly desktop: Desktop;
  readonly calibration: Calibration;
  /** Shows the log in the system's file manager. */
  readonly showLog: () => void;
  readonly closing: () => Closing | null;
  /** The window that dialogs belong to. */
  readonly window: () => BrowserWindow | null;
}

export function createHandlers(workplace: Workplace): Handlers {
  const { places, trainer, startReader, decoder, shelf, folders } = workplace;
  const { preferences, desktop, calibration, window } = workplace;
  const folderOfRun = (name: string): Promise<string> => runFolder(places.runs, name);

  const appInfo = (): AppInfo => ({
    version: app.getVersion(),
    language: preferences.language(),
    preferences: preferences.current(),
    platform: process.platform,
  });

  async function open(folder: string, config = recognisedLayout, training?: TrainConfig): Promise<OpenedDataset> {
    const prepared = training === undefined ? {} : { training };
    const seed = training?.seed ?? presets.studio.seed;
    decoder.prepare();
    const report = await inspect(trainer, startReader, { dataset: folder, config, seed, ...prepared });
    const dataset = shelf.open(report, report.folder === places.samplePairs, config, seed);
    const { name, isSample, pairs } = dataset;
    const opened = { folder: report.folder, name, isSample, pairs: pairs.length, openedAt: Date.now() };
    const remembered = { ...opened, config: dataset.config };
    rememberDataset(places.recentDatasets, remembered);
    folders.add(report.folder);
    desktop.refreshMenus();
    return dataset;
  }

  /** Folders that the person chose in the system's dialog. */
  const chosen = new Set<string>();

  return {
    appInfo,
    setPreferences(changed) {
      preferences.change(changed);
      desktop.refreshMenus();
      desktop.refreshTray();
      return Promise.resolve(appInfo());
    },
    async licences() {
      return licencesSchema.parse(JSON.parse(await readFile(places.licences, 'utf8')));
    },
    offerCommands({ offered }) {
      desktop.offer(offered);
      return null;
    },
    showLog() {
      workplace.showLog();
      return null;
    },
    answerClose({ choice }) {
      workplace.closing()?.answer(choice);
      return null;
    },
    deviceReport: () => trainer.request('device', {}),
    recentDatasets: () => listRecentDatasets(places.recentDatasets),
    forgetDataset({ folder }) {
      forgetDataset(places.recentDatasets, folder);
      desktop.refreshMenus();
      return null;
    },
    async chooseFolder() {
      const folder = await chooseFolder(window());
      if (folder !== null) {
        chosen.add(folder);
        folders.add(folder);
      }
      return folder;
    },
    async openDataset({ folder, config, training }) {
      folders.require(folder);
      return open(folder, config, training);
    },
    openSamplePairs: () => open(places.samplePairs),
    async divideDataset({ dataset, seed }) {
      return shelf.divide(dataset, seed, await trainer.request('divide', { pairs: [...shelf.pairsOf(dataset)], seed }));
    },
    measureCost: ({ config }) => calibration.measure(config),
    stopMeasuring() {
      calibration.cancel();
      return null;
    },
    forgetMeasurements() {
      calibration.forget();
      return null;
    },
    async startTraining({ dataset, config }) {
      const folder = shelf.folderOf(dataset);
      calibration.cancel();
      const run = await nextRun(places.runs, basename(folder));
      await trainer.request('train', { dataset: folder, run: run.folder, config });
      return run;
    },
    stopTraining: () => trainer.stop(),
    pauseTraining: () => trainer.request('pause', {}),
    continueTraining: () => trainer.request('continue', {}),
    sampleNow: () => trainer.request('sample', {}),
    checkpointNow: () => trainer.request('checkpoint', {}),
    changeTraining: (changes) => trainer.request('change', { changes }),
    runs: () => listRuns(places.runs),
    runHistory: async ({ name }) => trainer.request('history', { run: await folderOfRun(name) }),
    async resumeTraining({ name, ...how }) {
      const folder = await folderOfRun(name);
      if (how.pictures?.dataset !== undefined) {
        folders.require(how.pictures.dataset);
      }
      calibration.cancel();
      await trainer.request('resume', { run: folder, ...how });
      return { name, folder };
    },
    async deleteRun({ name }) {
      const path = await folderOfRun(name);
      if (trainer.isRunning() && (await trainer.request('current', {})).run === path) {
        throw new AppError('trainer-busy', { run: path });
      }
      await shell.trashItem(path).catch((error: unknown) => {
        throw new AppError('trash-failed', { path, reason: reasonOf(error) });
      });
      return null;
    },
    async renameRun({ name, title }) {
      await trainer.request('rename', { run: await folderOfRun(name), title });
      return null;
    },
    async showRun({ name }) {
      shell.showItemInFolder(await folderOfRun(name));
      return null;
    },
    ...createTryingHandlers({
      folderOfRun,
      predictor: workplace.predictor,
      isTraining: desktop.watch.isUnderWay,
      window,
    }),
    ...createFetchingHandlers({
      datasets: places.datasets,
      startReader,
      isChosen: (folder) => chosen.has(folder),
      fetched: folders.add,
    }),
    ...createExportingHandlers({ folderOfRun, exporter: workplace.exporter, icon: places.icon, window }),
  };
}

async function chooseFolder(window: BrowserWindow | null): Promise<string | null> {
  const options: OpenDialogOptions = { properties: ['openDirectory'] };
  const { filePaths } = await (window === null
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options));
  return filePaths[0] ?? null;
}
