/** The one bridge between window and application: typed by the contract's table, checked by the application. */
import { contextBridge, ipcRenderer } from 'electron';
import type { AppEvent, StudioBridge } from '../contract/routes';
import { appOrigin, wire } from '../contract/wire';

const bridge: StudioBridge = {
  request: (channel, request) => ipcRenderer.invoke(wire.request, channel, request),
  onEvent(listener) {
    ipcRenderer.on(wire.event, (_event, appEvent: AppEvent) => {
      listener(appEvent);
    });
  },
};

contextBridge.exposeInMainWorld('studio', bridge);

// A MessagePort cannot pass the context bridge; the page takes it from a message to itself.
ipcRenderer.on(wire.trainerPort, (event) => {
  window.postMessage(wire.trainerPort, appOrigin, event.ports);
});
