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
  pathOf(file) {
    const path = pathOf(file);
    if (path !== '') {
      // A page cannot make a file that has a path, so whoever has one was given it by a person.
      ipcRenderer.send(wire.dropped, path);
    }
    return path;
  },
};

/** Before version 32 Electron put the path onto the file itself, and had no `webUtils` until 29. */
function pathOf(file: object): string {
  if (!(file instanceof File)) {
    return '';
  }
  const path: unknown = Reflect.get(file, 'path');
  return typeof path === 'string' ? path : webUtils.getPathForFile(file);
}

contextBridge.exposeInMainWorld('studio', bridge);

// A MessagePort cannot pass the context bridge; the page takes it from a message to itself.
for (const name of [wire.trainerPort, wire.generatorPort, wire.exporterPort]) {
  ipcRenderer.on(name, (event) => {
    window.postMessage(name, appOrigin, event.ports);
  });
}
