/** Requests of Try it: a run's checkpoints, the process that holds one's generator, and what becomes of its pictures. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { app, dialog, type BrowserWindow, type SaveDialogOptions } from 'electron';
import { writeError } from '../contract/errors';
import type { PredictorReplies, PredictorRequest } from '../contract/predictor';
import type { Handlers } from '../contract/routes';
import { listGenerators } from './generators';
import { copyPicture } from './picture-clipboard';
import type { ProcessHost } from './process-host';

export type PredictorHost = ProcessHost<PredictorRequest, PredictorReplies>;

export interface TryingOptions {
  /** Folder of all runs. */
  readonly runs: string;
  readonly predictor: PredictorHost;
  readonly isTraining: () => boolean;
  readonly window: () => BrowserWindow | null;
}

type TryingHandlers = Pick<
  Handlers,
  'generators' | 'openGenerator' | 'showPicture' | 'closeGenerator' | 'savePicture' | 'copyPicture'
>;

export function createTryingHandlers({ runs, predictor, isTraining, window }: TryingOptions): TryingHandlers {
  return {
    generators: ({ name }) => listGenerators(join(runs, name), name),
    openGenerator: ({ name, step }) =>
      predictor.request('open', { run: join(runs, name), step, besideTraining: isTraining() }),
    showPicture: ({ name, file, transform }) => predictor.request('show', { run: join(runs, name), file, transform }),
    closeGenerator() {
      predictor.end();
      return null;
    },
    async savePicture({ name, png }) {
      const path = await choosePicturePath(window(), `${name}.png`);
      if (path !== null) {
        await writeFile(path, png).catch((error: unknown) => {
          throw writeError(path, error);
        });
      }
      return path;
    },
    async copyPicture({ png }) {
      await copyPicture(png);
      return null;
    },
  };
}

async function choosePicturePath(window: BrowserWindow | null, name: string): Promise<string | null> {
  const options: SaveDialogOptions = {
    defaultPath: join(app.getPath('pictures'), name),
    filters: [{ name: 'PNG', extensions: ['png'] }],
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  };
  const { canceled, filePath } = await (window === null
    ? dialog.showSaveDialog(options)
    : dialog.showSaveDialog(window, options));
  return canceled ? null : filePath;
}
