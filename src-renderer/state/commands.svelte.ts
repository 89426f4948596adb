/** What can be asked for by a key, a menu or the tray: whether it is offered now, and what it does. */
import { commands, type Command } from '../../src-main/contract/commands';
import { remedyFor } from '../logic/problem';
import { isActive } from '../logic/run-progress';
import { request } from '../studio';
import { chooseFolder, dataset } from './dataset.svelte';
import { openDialog } from './dialogs.svelte';
import { goTo, page } from './page.svelte';
import {
  checkpointNow,
  resumeTraining,
  run,
  sampleNow,
  startTraining,
  stopTraining,
  togglePause,
  type RunView,
} from './run.svelte';
import { runs, showCurrentRun } from './runs.svelte';
import { wantedTraining } from './wanted-training.svelte';

interface Entry {
  readonly isOffered: () => boolean;
  readonly act: () => unknown;
}

const always = (): boolean => true;
const training = (): boolean => run.progress.phase === 'training';

const entries: Readonly<Record<Command, Entry>> = {
  openFolder: { isOffered: always, act: chooseFolder },
  getDataset: {
    isOffered: always,
    act: () => {
      openDialog('getDataset');
    },
  },
  home: {
    isOffered: always,
    act: () => {
      goTo('welcome');
    },
  },
  runs: {
    isOffered: always,
    act: () => {
      goTo('runs');
    },
  },
  dataset: {
    isOffered: always,
    act: () => {
      goTo('dataset');
    },
  },
  training: { isOffered: always, act: showCurrentRun },
  tryIt: {
    isOffered: always,
    act: () => {
      goTo('try');
    },
  },
  export: {
    isOffered: always,
    act: () => {
      goTo('export');
    },
  },
  start: { isOffered: () => isResumable() || isStartable(), act: startOrResume },
  pause: { isOffered: training, act: togglePause },
  stop: { isOffered: training, act: stopTraining },
  sample: { isOffered: training, act: sampleNow },
  checkpoint: { isOffered: training, act: checkpointNow },
  settings: {
    isOffered: always,
    act: () => {
      openDialog('settings');
    },
  },
  licences: {
    isOffered: always,
    act: () => {
      openDialog('licences');
    },
  },
};

/** Does what was asked for, if it is offered. */
export function giveCommand(command: Command): void {
  const { isOffered, act } = entries[command];
  if (isOffered()) {
    void act();
  }
}

/** All that is offered now; reading it follows what it depends on. */
export function offeredCommands(): readonly Command[] {
  return commands.filter((command) => entries[command].isOffered());
}

/** Tells the menus. */
export async function offerCommands(offered: readonly Command[]): Promise<void> {
  await request('offerCommands', { offered: [...offered] });
}

/** Trains on the opened dataset with the settings as they are. */
export async function startRun(): Promise<void> {
  const { config } = wantedTraining;
  if (dataset.opened !== null && config !== null && (await startTraining(dataset.opened.id, config))) {
    showCurrentRun();
  }
}

/** On the page of a run that has ended it goes on with that one. */
function startOrResume(): Promise<unknown> {
  return isResumable() ? resumeTraining(run, remedyFor(run.progress.problem)) : startRun();
}

function isIdle(): boolean {
  return !isActive(run.progress) && run.progress.phase !== 'starting';
}

function isStartable(): boolean {
  return isIdle() && dataset.opened !== null && wantedTraining.config !== null;
}

function isResumable(): boolean {
  const { progress, config }: RunView = run;
  const isShown = page.current === 'training' && runs.opened === null && config !== null;
  return isIdle() && isShown && progress.checkpointStep !== null && !progress.complete;
}
