/** What each request of the window does. */
import { basename, join } from 'node:path';
import { app, shell } from 'electron';
import { presets } from '../contract/config';
import { AppError } from '../contract/errors';
import { languageOf } from '../contract/messages/render';
import type { Handlers } from '../contract/routes';
import type { Places } from './places';
import { nextRun } from './run-folder';
import { listSamplePairs } from './sample-pairs';
import type { TrainerHost } from './trainer-host';

export function createHandlers(places: Places, trainer: TrainerHost): Handlers {
  return {
    appInfo: () => ({
      version: app.getVersion(),
      language: languageOf(app.getLocale()),
      platform: process.platform,
    }),
    deviceReport: () => trainer.request('device', {}),
    samplePairs: () => listSamplePairs(places.samplePairs),
    async startTraining({ preset }) {
      const run = await nextRun(places.runs, basename(places.samplePairs));
      await trainer.request('train', { dataset: places.samplePairs, run: run.folder, config: presets[preset] });
      return run;
    },
    stopTraining: () => trainer.stop(),
    showRun({ name }) {
      if (basename(name) !== name) {
        throw new AppError('run-missing', { path: name });
      }
      shell.showItemInFolder(join(places.runs, name));
      return null;
    },
  };
}
