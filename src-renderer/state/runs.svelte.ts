/** All runs, and the one that was opened from among them. */
import { layoutConfigOf } from '../../src-main/contract/config';
import type { ErrorValue } from '../../src-main/contract/errors';
import type { RunSummary } from '../../src-main/contract/routes';
import type { LiveChanges, ResumedPictures, TrainerEvent } from '../../src-main/contract/trainer';
import { LossHistory } from '../logic/loss-history';
import { isActive, progressOf } from '../logic/run-progress';
import { request } from '../studio';
import { dataset, openFolder } from './dataset.svelte';
import { interfaceText } from './language.svelte';
import { goTo, type RunPage } from './page.svelte';
import { adoptRun, completeRun, resumeTraining, run, type RunView } from './run.svelte';
import { readHistory } from './run-history';
import { duplicateSettings } from './settings.svelte';

let list = $state.raw<readonly RunSummary[]>([]);
let opened = $state.raw<RunView | null>(null);
let problem = $state.raw<ErrorValue | null>(null);
/** The run whose number of epochs is asked for. */
let extended = $state.raw<RunSummary | null>(null);

export const runs = {
  get list(): readonly RunSummary[] {
    return list;
  },
  /** An earlier run that is looked at while another one is training. */
  get opened(): RunView | null {
    return opened;
  },
  /** The run that is to be trained further, while the person says how far. */
  get extended(): RunSummary | null {
    return extended;
  },
  /** Why the last thing asked for could not be done. */
  get problem(): ErrorValue | null {
    return problem;
  },
};

export async function askForRuns(): Promise<void> {
  const result = await request('runs', null);
  list = result.ok ? result.data : list;
  problem = result.ok ? problem : result.error;
}

export function isTraining({ name }: RunSummary): boolean {
  return isActive(run.progress) && run.progress.run?.name === name;
}

/** Shows the run that is training, or the newest one. */
export function showCurrentRun(): void {
  opened = null;
  goTo('training');
}

/** Shows a page of a run; on Training its curves and its newest sample. */
export async function openRun(summary: RunSummary, page: RunPage = 'training'): Promise<void> {
  if (isTraining(summary)) {
    opened = null;
    goTo(page);
    return;
  }
  const view = await load(summary);
  if (view === null) {
    return;
  }
  if (isActive(run.progress) || run.progress.phase === 'starting') {
    opened = view;
  } else {
    opened = null;
    adoptRun(view);
  }
  goTo(page);
}

/**
 * Goes on with a run from its newest checkpoint.
 *
 * @param changes hold from there on
 * @param pictures where they are not those of before
 */
export async function resumeRun(
  summary: RunSummary,
  changes: LiveChanges = {},
  pictures: ResumedPictures = {},
): Promise<void> {
  const view = await load(summary);
  if (view !== null) {
    opened = null;
    goTo('training');
    await resumeTraining(view, changes, pictures);
  }
}

/** After a crash of the window: takes up the run that has gone on training meanwhile. */
export async function takeUpRun(event: TrainerEvent): Promise<void> {
  if (event.type !== 'under-way') {
    return;
  }
  await askForRuns();
  const summary = list.find(({ folder }) => folder === event.start.run);
  const view = summary === undefined ? null : await load(summary);
  if (view !== null) {
    completeRun(view);
    goTo('training');
  }
}

/** Asks how far a run is to be trained; null takes the question away. */
export function askForEpochs(summary: RunSummary | null): void {
  extended = summary;
}

/** The run in a folder, read anew; null when there is none. */
export async function findRun(folder: string): Promise<RunSummary | null> {
  await askForRuns();
  return list.find((summary) => summary.folder === folder) ?? null;
}

/** What a run is called. */
export function titleOf(name: string): string {
  return list.find((summary) => summary.name === name)?.title ?? name;
}

/** Opens the run's dataset, with its settings for the next run. */
export async function duplicateRun({ config, dataset: folder }: RunSummary): Promise<void> {
  if (config === null || folder === null) {
    return;
  }
  await openFolder(folder, layoutConfigOf(config));
  if (dataset.opened?.folder === folder) {
    duplicateSettings(config);
    goTo('dataset');
  }
}

export async function renameRun({ name }: RunSummary, title: string): Promise<void> {
  const result = await request('renameRun', { name, title });
  problem = result.ok ? null : result.error;
  await askForRuns();
}

/** Moves a run to the trash. */
export async function deleteRun({ name }: RunSummary): Promise<void> {
  const result = await request('deleteRun', { name });
  problem = result.ok ? null : result.error;
  await askForRuns();
}

async function load(summary: RunSummary): Promise<RunView | null> {
  const { config, samples } = summary;
  const result = await readHistory(summary);
  problem = result.ok ? null : result.error;
  if (!result.ok || config === null) {
    return null;
  }
  const { latest, changes, samples: sampleSteps, checkpoints: checkpointSteps, pairs } = result.data;
  return {
    config,
    progress: progressOf(summary, latest),
    history: LossHistory.of(result.data),
    changes,
    sampleSteps,
    checkpointSteps,
    samples: samples && {
      step: samples.step,
      pictures: samples.pictures.map((picture, index) => ({
        name: pairs[index] ?? interfaceText.messages.pairNumber(String(index + 1)),
        picture,
      })),
    },
  };
}
