/** The one bridge between window and application: typed by the contract's table, checked by the application. */
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { AppEvent, StudioBridge } from '../contract/routes';
import { appOrigin, wire } from '../contract/wire';

const bridge: StudioBridge = {
  request: (channel, request) => ipcRenderer.invoke(wire.request, channel, request),
  onEvent(listener) {
    ipcRenderer.on(wire.event, (_event, appEvent: AppEvent) => {
      listener(appEvent);
    });
  },
  pathOf,
};

/** Before version 32 Electron put the path onto the file itself, and had no `webUtils` until 29. */
function pathOf(file: object): string {
  const path: unknown = Reflect.get(file, 'path');
  if (typeof path === 'string') {
    return path;
  }
  return file instanceof File ? webUtils.getPathForFile(file) : '';
}

contextBridge.exposeInMainWorld('studio', bridge);

// A MessagePort cannot pass the context bridge; the page takes it from a message to itself.
for (const name of [wire.trainerPort, wire.generatorPort, wire.exporterPort]) {
  ipcRenderer.on(name, (event) => {
    window.postMessage(name, appOrigin, event.ports);
  });
}
