import { mount } from 'svelte';
import App from './App.svelte';
import { setLanguage } from './state/language.svelte';
import { askForAppInfo, askForDevice, machine } from './state/machine.svelte';
import { askForRecentDatasets, receiveInspection } from './state/dataset.svelte';
import { receiveAppEvent } from './state/app-events';
import { receiveExporterEvent } from './state/exporting.svelte';
import { receiveFetching } from './state/fetching.svelte';
import { receiveGeneratorPort } from './state/generator.svelte';
import { receiveTrainerEvent } from './state/run.svelte';
import { takeUpRun } from './state/runs.svelte';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/dialog.css';
import { onAppEvent, onExporterEvent, onGeneratorPort, onTrainerEvent } from './studio';

onTrainerEvent((event) => {
  receiveTrainerEvent(event);
  receiveInspection(event);
  receiveFetching(event);
  void takeUpRun(event);
});
onGeneratorPort(receiveGeneratorPort);
onExporterEvent(receiveExporterEvent);
onAppEvent(receiveAppEvent);
void open();

async function open(): Promise<void> {
  await askForAppInfo();
  setLanguage(machine.appInfo?.language ?? 'en');
  mount(App, { target: document.body });
  requestAnimationFrame(() => {
    // Read by the benchmark of the start.
    performance.mark('usable');
  });
  await Promise.all([askForRecentDatasets(), askForDevice()]);
}
