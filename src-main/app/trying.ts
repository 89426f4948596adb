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
  readonly folderOfRun: (name: string) => Promise<string>;
  readonly predictor: PredictorHost;
  readonly isTraining: () => boolean;
  readonly window: () => BrowserWindow | null;
}

type TryingHandlers = Pick<
  Handlers,
  'generators' | 'openGenerator' | 'showPicture' | 'closeGenerator' | 'savePicture' | 'copyPicture'
>;

export function createTryingHandlers({ folderOfRun, predictor, isTraining, window }: TryingOptions): TryingHandlers {
  return {
    generators: async ({ name }) => listGenerators(await folderOfRun(name), name),
    openGenerator: async ({ name, step }) =>
      predictor.request('open', { run: await folderOfRun(name), step, besideTraining: isTraining() }),
    showPicture: async ({ name, file, transform }) =>
      predictor.request('show', { run: await folderOfRun(name), file, transform }),
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
