/** Starts the application. TensorFlow is never loaded in this process: it would crash it. */
import { app, ipcMain, Menu, type BrowserWindow, type MessagePortMain } from 'electron';
import type { AppEvent } from '../contract/routes';
import { wire } from '../contract/wire';
import { mountsOf, resolveAddress } from './addresses';
import { createDatasetShelf } from './opened-dataset';
import { createHandlers } from './handlers';
import { chooseUserData, findPlaces } from './places';
import { registerScheme, serveFiles } from './protocol';
import { answer } from './router';
import { createTrainerHost, type TrainerHost } from './trainer-host';
import { confine, createWindow, denyPermissions } from './window';

chooseUserData();
registerScheme();
app.on('web-contents-created', (_event, contents) => {
  confine(contents);
});
app.on('window-all-closed', () => {
  app.quit();
});
void app.whenReady().then(start);

function start(): void {
  const places = findPlaces();
  let window: BrowserWindow | null = null;
  const tell = (event: AppEvent): void => {
    window?.webContents.send(wire.event, event);
  };
  const sendPort = (port: MessagePortMain): void => {
    window?.webContents.postMessage(wire.trainerPort, null, [port]);
  };
  const { trainer: entry } = places;
  const trainer = createTrainerHost({
    entry,
    name: 'Pix2Pix Studio trainer',
    sendPort,
    onStopped(error) {
      tell({ type: 'trainer-stopped', error: error.value });
    },
  });
  /** Its end is no news: whoever asked it has its answer. A GPU's memory belongs to the trainer alone. */
  const startReader = (): TrainerHost =>
    createTrainerHost({
      entry,
      name: 'Pix2Pix Studio reader',
      environment: () => ({ CUDA_VISIBLE_DEVICES: '' }),
      sendPort,
      onStopped: () => undefined,
    });
  const shelf = createDatasetShelf();
  const handlers = createHandlers({ places, trainer, startReader, shelf, window: () => window });
  ipcMain.handle(wire.request, ({ senderFrame }, channel: unknown, request: unknown) => {
    const frame = senderFrame === null ? null : { url: senderFrame.url, isMainFrame: senderFrame.parent === null };
    return answer(handlers, frame, channel, request);
  });
  if (process.platform !== 'darwin') {
    Menu.setApplicationMenu(null);
  }
  denyPermissions();
  const mounts = mountsOf(places);
  serveFiles((address) => shelf.pictureAt(address) ?? resolveAddress(mounts, address));
  const opened = createWindow(places.preload);
  window = opened;
  opened.webContents.on('did-finish-load', () => {
    // A trainer that does not answer is killed and reported as stopped.
    trainer.connectWindow().catch(() => undefined);
  });
  saveBeforeClosing(opened, trainer, tell);
  opened.on('closed', () => {
    window = null;
  });
}

/** A run that is going on is saved before the window closes, however long the checkpoint takes. */
function saveBeforeClosing(window: BrowserWindow, trainer: TrainerHost, tell: (event: AppEvent) => void): void {
  window.on('close', (event) => {
    if (!trainer.isRunning()) {
      return;
    }
    event.preventDefault();
    tell({ type: 'closing' });
    const close = (): void => {
      window.destroy();
    };
    trainer.stop().then(close, close);
  });
}
