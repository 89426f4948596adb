/** Starts the application. TensorFlow is never loaded in this process: it would crash it. */
import { existsSync } from 'node:fs';
import {
  app,
  ipcMain,
  powerMonitor,
  shell,
  type BrowserWindow,
  type MessagePortMain,
  type WebFrameMain,
} from 'electron';
import { AppError } from '../contract/errors';
import type { ProcessRole } from '../contract/log';
import type { AppEvent } from '../contract/routes';
import { wire } from '../contract/wire';
import { keepLog } from '../log/own-life';
import { chooseLogFolder, logPath } from '../log/place';
import { logErrorsOf, logProcesses } from './log-window';
import { mountsOf, resolveAddress } from './addresses';
import { createCalibration } from './calibration';
import { superviseClosing, type Closing } from './closing';
import { createDesktop } from './desktop';
import { folderArgument } from './folder-argument';
import { createDatasetShelf } from './opened-dataset';
import { createHandlers } from './handlers';
import { keepKnownFolders } from './known-folders';
import { chooseUserData, findPlaces } from './places';
import { keepPreferences } from './preferences';
import { createPreviews, type PreviewHost } from './previews';
import { registerScheme, serveFiles } from './protocol';
import { readRecentDatasets } from './recent-datasets';
import { answer, isOurs, type Sender } from './router';
import { startedWith } from './second-start';
import { createProcessHost } from './process-host';
import { createTrainerHost, type TrainerHost } from './trainer-host';
import type { PredictorHost } from './trying';
import { confine, confineSession, createWindow, revive } from './window';

chooseUserData();
chooseLogFolder(app.getPath('userData'));
keepLog('app');
logProcesses();
const given = { folder: folderArgument(process.argv, app.isPackaged, process.cwd()) };
if (app.requestSingleInstanceLock(given)) {
  registerScheme();
  app.on('web-contents-created', (_event, contents) => {
    confine(contents);
  });
  app.on('window-all-closed', () => {
    app.quit();
  });
  void app.whenReady().then(start);
} else {
  // The instance that runs already shows itself, with the folder that this one was given.
  app.quit();
}

function start(): void {
  const places = findPlaces();
  const preferences = keepPreferences(places.preferences);
  let window: BrowserWindow | null = null;
  let closing: Closing | null = null;
  const tell = (event: AppEvent): void => {
    window?.webContents.send(wire.event, event);
  };
  const sendPort = (port: MessagePortMain): void => {
    window?.webContents.postMessage(wire.trainerPort, null, [port]);
  };
  /** A process that makes pictures. That its end is told to whoever asked it for something is enough for an export. */
  const hostPredictor = (
    role: ProcessRole,
    wireName: string,
    environment: () => Readonly<Record<string, string>>,
    onStopped: (error: AppError<'trainer-stopped'>) => void,
  ): PredictorHost =>
    createProcessHost({
      entry: places.predictor,
      role,
      environment,
      sendPort(port) {
        window?.webContents.postMessage(wireName, null, [port]);
      },
      onStopped,
    });
  const show = (): void => {
    if (window?.isMinimized() === true) {
      window.restore();
    }
    window?.show();
    window?.focus();
    desktop.refreshTray();
  };
  const openDocumentation = (): void => {
    const path = places.documentation;
    void shell.openPath(path).then((reason) => {
      if (reason !== '') {
        tell({ type: 'problem', error: new AppError('open-failed', { path, reason }).value });
      }
    });
  };
  const showLog = (): void => {
    const path = logPath();
    if (existsSync(path)) {
      shell.showItemInFolder(path);
    } else {
      tell({ type: 'problem', error: new AppError('open-failed', { path, reason: 'ENOENT' }).value });
    }
  };
  const { recentDatasets, trayIcon } = places;
  const desktop = createDesktop({
    preferences,
    window: () => window,
    tell,
    show,
    openDocumentation,
    showLog,
    recentDatasets,
    trayIcon,
  });
  const { trainer: entry } = places;
  const trainer = createTrainerHost({
    entry,
    role: 'trainer',
    sendPort,
    onStatus: desktop.watch.take,
    onStopped(error) {
      desktop.watch.trainerStopped(error);
      tell({ type: 'trainer-stopped', error: error.value });
    },
  });
  /** Its end is no news: whoever asked it has its answer. A GPU's memory belongs to the trainer alone. */
  const startReader = (): TrainerHost =>
    createTrainerHost({
      entry,
      role: 'reader',
      environment: () => ({ CUDA_VISIBLE_DEVICES: '' }),
      sendPort,
      onStopped: () => undefined,
    });
  /** A GPU on which a run is being trained has no memory to give. */
  const environment = (): Readonly<Record<string, string>> =>
    desktop.watch.isUnderWay() ? { CUDA_VISIBLE_DEVICES: '' } : {};
  const predictor = hostPredictor('generator', wire.generatorPort, environment, (error) => {
    tell({ type: 'generator-stopped', error: error.value });
  });
  const exporter = hostPredictor('exporter', wire.exporterPort, environment, () => undefined);
  const calibration = createCalibration({
    path: places.measurements,
    isTraining: desktop.watch.isUnderWay,
    device: () => trainer.request('device', {}),
    startProcess() {
      const host = createTrainerHost({ entry, role: 'calibration', sendPort, onStopped: () => undefined });
      return { calibrate: (config) => host.request('calibrate', { config }), end: host.end };
    },
  });
  const shelf = createDatasetShelf();
  const opened = readRecentDatasets(places.recentDatasets).map(({ folder }) => folder);
  const folders = keepKnownFolders(places.knownFolders, [places.samplePairs, ...opened]);
  const decoder: PreviewHost = createProcessHost({
    entry: places.decoder,
    role: 'decoder',
    environment: () => ({ CUDA_VISIBLE_DEVICES: '' }),
    sendPort(port) {
      // It tells the window nothing.
      port.close();
    },
    onStopped: () => undefined,
  });
  const handlers = createHandlers({
    places,
    trainer,
    startReader,
    decoder,
    predictor,
    exporter,
    shelf,
    folders,
    preferences,
    desktop,
    calibration,
    showLog,
    closing: () => closing,
    window: () => window,
  });
  ipcMain.handle(wire.request, ({ senderFrame }, channel: unknown, request: unknown) =>
    answer(handlers, senderOf(senderFrame), channel, request),
  );
  ipcMain.on(wire.dropped, ({ senderFrame }, path: unknown) => {
    if (isOurs(senderOf(senderFrame)) && typeof path === 'string') {
      folders.add(path);
    }
  });
  confineSession();
  const mounts = mountsOf(places);
  serveFiles((address) => resolveAddress(mounts, address), createPreviews(shelf, decoder));
  const created = createWindow(places.preload, places.windowState, places.icon);
  window = created;
  const supervised = superviseClosing(created, {
    isUnderWay: desktop.watch.isUnderWay,
    stopRun: trainer.stop,
    tell,
    hidden: desktop.hidden,
  });
  closing = supervised;
  logErrorsOf(created.webContents);
  revive(created.webContents);
  created.webContents.once('did-finish-load', () => {
    openGivenFolder(given.folder);
  });
  created.webContents.on('did-finish-load', () => {
    // A trainer that does not answer is killed and reported as stopped.
    trainer.connectWindow().catch(() => undefined);
  });
  created.on('closed', () => {
    window = null;
  });
  desktop.refreshMenus();

  function openGivenFolder(folder: string | null): void {
    if (folder !== null) {
      folders.add(folder);
      tell({ type: 'folder', folder });
    }
  }
  app.on('second-instance', (_event, _arguments, _workingFolder, data) => {
    show();
    openGivenFolder(startedWith(data));
  });
  app.on('activate', show);
  app.on('open-file', (_event, path) => {
    openGivenFolder(path);
  });
  // The system is going down, or the terminal that the application was started from.
  const saveAndClose = (): void => {
    void supervised.stopAndClose();
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, saveAndClose);
  }
  // Windows tells the window.
  created.on('session-end', saveAndClose);
  // Linux and macOS wait for whoever asks them to, until that application has quit by itself.
  powerMonitor.on('shutdown', (event?: Electron.Event) => {
    event?.preventDefault();
    saveAndClose();
  });
}

function senderOf(frame: WebFrameMain | null): Sender | null {
  return frame === null ? null : { url: frame.url, isMainFrame: frame.parent === null };
}
