/** The application and the trainer as this window sees them. */
import type { AppEvent, Channel, ReplyOf, RequestOf, StudioBridge } from '../src-main/contract/routes';
import type { Result } from '../src-main/contract/errors';
import type { PredictorEvent } from '../src-main/contract/predictor';
import type { TrainerEvent } from '../src-main/contract/trainer';
import { wire } from '../src-main/contract/wire';

declare global {
  interface Window {
    /** Put there by the preload script. */
    readonly studio: StudioBridge;
  }
}

export function request<C extends Channel>(channel: C, value: RequestOf<C>): Promise<Result<ReplyOf<C>>> {
  return window.studio.request(channel, value);
}

/** Where a dropped file or folder lies; empty for one that is not on the disk. */
export function pathOf(file: File): string {
  return window.studio.pathOf(file);
}

export function onAppEvent(listener: (event: AppEvent) => void): void {
  window.studio.onEvent(listener);
}

/** Must be called before the page has loaded: a port comes then, and another one with every new trainer process. */
export function onTrainerEvent(listener: (event: TrainerEvent) => void): void {
  onPort(wire.trainerPort, (port) => {
    port.onmessage = ({ data }: MessageEvent<readonly TrainerEvent[]>) => {
      data.forEach(listener);
    };
  });
}

/** A port comes with every new process that holds a generator. */
export function onGeneratorPort(listener: (port: MessagePort) => void): void {
  onPort(wire.generatorPort, listener);
}

/** A port comes with every process that writes an export. */
export function onExporterEvent(listener: (event: PredictorEvent) => void): void {
  onPort(wire.exporterPort, (port) => {
    port.onmessage = (message: MessageEvent<PredictorEvent>) => {
      listener(message.data);
    };
  });
}

function onPort(name: string, listener: (port: MessagePort) => void): void {
  window.addEventListener('message', ({ source, data, ports }: MessageEvent<unknown>) => {
    const port = ports[0];
    if (source === window && data === name && port !== undefined) {
      listener(port);
    }
  });
}
