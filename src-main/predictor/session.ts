/** What a predictor process does: holds one generator and makes pictures with it, or writes an export. */
import { inputRecipeOf } from '../contract/config';
import { toErrorValue } from '../contract/errors';
import {
  pictureRequestSchema,
  type PredictorEvent,
  type PredictorReplies,
  type PredictorRequest,
  type ShownPixels,
} from '../contract/predictor';
import { decodeImage } from '../data/decode';
import { generatorVariables } from '../core/variables';
import { checkExport } from '../export/check-export';
import { exportRun } from '../export/export-run';
import { logError } from '../log/log';
import { openGenerator, type OpenedGenerator } from '../run/open-generator';
import { readRunRecord } from '../runfolder/record';
import { shownPicture } from '../run/shown-picture';
import { requireMemory } from './memory';

/** Requests that a session answers; `connect` is the process's own matter. */
export type SessionRequest = Exclude<PredictorRequest, { type: 'connect' }>;

export interface Session {
  /** @throws AppError as the run and export layers name it; `memory-beside-training`. */
  handle: (request: SessionRequest) => Promise<PredictorReplies[SessionRequest['type']]>;
  /** A message of the window; what is a picture is answered by an event, if a generator is open. */
  picture: (message: unknown) => Promise<void>;
}

/**
 * A session without a generator.
 *
 * @param emit takes what the window is told
 */
export function createSession(emit: (event: PredictorEvent) => void): Session {
  let opened: OpenedGenerator | null = null;
  /** One thing after the other: a picture never meets a generator that is about to be replaced. */
  let last: Promise<unknown> = Promise.resolve();

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  }

  async function open({
    run,
    step,
    besideTraining,
  }: Extract<SessionRequest, { type: 'open' }>): Promise<{ step: number }> {
    if (besideTraining) {
      await requireMemory(await weightBytes(run));
    }
    const next = await openGenerator(run, step);
    opened?.dispose();
    opened = next;
    return { step: next.step };
  }

  async function makePicture(message: unknown): Promise<void> {
    const parsed = pictureRequestSchema.safeParse(message);
    if (!parsed.success || opened === null) {
      return;
    }
    const { id, width, height, rgb, noise } = parsed.data;
    const start = performance.now();
    try {
      const picture = { width, height, data: new Uint8Array(rgb) };
      const made = await opened.predict(picture, noise === null ? null : [opened.seed, noise]);
      const networkMilliseconds = performance.now() - start;
      const data = { width, height, rgb: toBuffer(made.data), networkMilliseconds };
      emit({ type: 'picture', id, result: { ok: true, data } });
    } catch (error) {
      logError('picture', error);
      emit({ type: 'picture', id, result: { ok: false, error: toErrorValue(error) } });
    }
  }

  return {
    handle: (request) =>
      inTurn<PredictorReplies[SessionRequest['type']]>(() => {
        switch (request.type) {
          case 'open':
            return open(request);
          case 'show':
            return show(request);
          case 'export':
            return exportRun(request.options, (progress) => {
              emit({ type: 'exporting', progress });
            });
          case 'check':
            return checkExport(request.run, request.path);
        }
      }),
    picture: (message) => inTurn(() => makePicture(message)),
  };
}

/** As `predict --scale sample` begins. */
async function show({ run, file, transform }: Extract<SessionRequest, { type: 'show' }>): Promise<ShownPixels> {
  const { config } = await readRunRecord(run);
  const recipe = inputRecipeOf(config);
  const picture = await decodeImage(file.bytes, file.name, recipe.background);
  const options = { recipe, size: config.size, scale: 'sample', whole: false, transform } as const;
  const { width, height, data } = shownPicture(picture, options).picture;
  return { width, height, rgb: toBuffer(data) };
}

async function weightBytes(run: string): Promise<number> {
  const { config } = await readRunRecord(run);
  const values = generatorVariables(config).map(({ shape }) => shape.reduce((product, side) => product * side, 1));
  return 4 * values.reduce((sum, count) => sum + count, 0);
}

/** In a buffer of its own: a view's may be a large pool, all of which would cross to the window. */
function toBuffer(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
