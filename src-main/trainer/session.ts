/** What the trainer process does for each request: at most one run at a time. */
import { parseTrainConfig } from '../contract/config';
import { AppError, toErrorValue } from '../contract/errors';
import type { DoneEvent } from '../contract/metrics';
import type { SamplePicture, TrainerEvent, TrainerReplies, TrainerRequest } from '../contract/trainer';
import { clearCache, readCache } from '../data/cache-contents';
import { inspectDataset } from '../data/inspect';
import { deviceReport } from '../engine/device';
import { logError } from '../log/log';
import { RunControls } from '../run/controls';
import { resumeRun } from '../run/resume';
import { renameRun } from '../run/rename';
import { startRun, type RunListener } from '../run/train';
import { calibrate } from './calibrate';
import { createFetcher } from './fetcher';

type RequestOf<T extends TrainerRequest['type']> = Extract<TrainerRequest, { type: T }>;

/** Requests that a session answers; the others are matters of its process and of the carrier. */
export type SessionRequest = Exclude<TrainerRequest, { type: 'connect' | 'history' | 'divide' }>;

export interface Session {
  /** @throws AppError as the engine, the data and the run layer name it; `trainer-busy` for a second run. */
  handle: (request: SessionRequest) => Promise<TrainerReplies[SessionRequest['type']]>;
}

/** Milliseconds between two words about an inspection. */
const inspectionInterval = 250;
/** What is prepared for a training that nobody has asked for yet takes no more of the disk. */
const mostBytesBeforeTraining = 4 * 2 ** 30;

interface CurrentRun {
  readonly folder: string;
  readonly stop: AbortController;
  readonly controls: RunControls;
  readonly end: Promise<DoneEvent>;
}

/**
 * A session without a run.
 *
 * @param emit takes every event of every run, in order
 */
export function createSession(emit: (event: TrainerEvent) => void): Session {
  let current: CurrentRun | null = null;
  const fetcher = createFetcher(emit);

  /** Begins a run in a folder; replies when its first step is about to be made. */
  async function begin(
    folder: string,
    start: (listener: RunListener, stop: AbortSignal, controls: RunControls) => Promise<DoneEvent>,
  ): Promise<{ readonly run: string }> {
    requireIdle();
    const stop = new AbortController();
    const controls = new RunControls();
    const begun = createSignal();
    const listener = runListener((event) => {
      emit(event);
      if (event.type === 'start') {
        begun.give();
      }
    });
    const end = start(listener, stop.signal, controls);
    current = { folder, stop, controls, end };
    end
      .catch((error: unknown) => {
        if (begun.given()) {
          logError(`run ${folder}`, error);
          emit({ type: 'failed', error: toErrorValue(error) });
        }
      })
      .finally(() => {
        current = null;
      });
    // A run that fails before its first step is a failed request.
    await Promise.race([begun.promise, end]);
    return { run: folder };
  }

  async function train({ dataset, run, config }: RequestOf<'train'>): Promise<TrainerReplies['train']> {
    const request = { dataset, run, config: parseTrainConfig(config) };
    return begin(run, (listener, stop, controls) => startRun(request, listener, stop, controls));
  }

  function requireIdle(): void {
    if (current !== null) {
      throw new AppError('trainer-busy', { run: current.folder });
    }
  }

  function requireControls(): RunControls {
    if (current === null) {
      throw new AppError('run-not-training', {});
    }
    return current.controls;
  }

  async function inspect({
    dataset,
    config,
    seed,
    training,
  }: RequestOf<'inspect'>): Promise<TrainerReplies['inspect']> {
    requireIdle();
    let saidAt = performance.now();
    return inspectDataset(dataset, {
      ...config,
      seed,
      training: training === undefined ? null : parseTrainConfig({ ...training, ...config }),
      mostBytes: mostBytesBeforeTraining,
      progress(done, total) {
        if (performance.now() - saidAt >= inspectionInterval) {
          saidAt = performance.now();
          emit({ type: 'inspecting', done, total });
        }
      },
    });
  }

  async function stop(): Promise<TrainerReplies['stop']> {
    if (current === null) {
      return { step: 0 };
    }
    current.stop.abort();
    const { step } = await current.end;
    return { step };
  }

  return {
    async handle(request) {
      switch (request.type) {
        case 'device':
          return deviceReport();
        case 'inspect':
          return inspect(request);
        case 'train':
          return train(request);
        case 'resume':
          return begin(request.run, (listener, signal, controls) =>
            resumeRun({ run: request.run, changes: request.changes, ...request.pictures }, listener, signal, controls),
          );
        case 'rename':
          await renameRun(request.run, request.title);
          return null;
        case 'fetch':
          return fetcher.fetch(request);
        case 'stop-fetch':
          fetcher.stop();
          return null;
        case 'cache':
          return request.clear ? clearCache() : readCache();
        case 'calibrate':
          requireIdle();
          return calibrate(parseTrainConfig(request.config));
        case 'current':
          return { run: current?.folder ?? null };
        case 'stop':
          return stop();
        case 'pause':
          requireControls().pause();
          return null;
        case 'continue':
          requireControls().continue();
          return null;
        case 'sample':
          await requireControls().sample();
          return null;
        case 'checkpoint':
          await requireControls().checkpoint();
          return null;
        case 'change':
          await requireControls().change(request.changes);
          return null;
      }
    },
  };
}

function runListener(emit: (event: TrainerEvent) => void): RunListener {
  return {
    event: emit,
    pictures(step, pictures) {
      emit({ type: 'pictures', step, pictures: pictures.map(({ name, png }) => toPicture(name, png)) });
    },
  };
}

/** In a buffer of its own: a view's may be a large pool, all of which would cross to the window. */
function toPicture(name: string, png: Uint8Array): SamplePicture {
  return { name, png: new Uint8Array(png).buffer };
}

/** Something that is said once and can be waited for. */
function createSignal(): { promise: Promise<void>; give: () => void; given: () => boolean } {
  const controller = new AbortController();
  return {
    promise: new Promise((resolve) => {
      controller.signal.addEventListener('abort', () => {
        resolve();
      });
    }),
    give() {
      controller.abort();
    },
    given: () => controller.signal.aborted,
  };
}
