/** The dataset in this window: the one place that asks the application to choose and open folders. */
import { recognisedLayout, type InputSide, type LayoutConfig } from '../../src-main/contract/config';
import type { Transform } from '../../src-main/contract/dataset';
import type { ErrorValue, Result } from '../../src-main/contract/errors';
import type { ListedDataset, OpenedDataset } from '../../src-main/contract/routes';
import type { TrainerEvent } from '../../src-main/contract/trainer';
import { swappedLayout } from '../logic/preview';
import { configOf } from '../logic/settings';
import { request } from '../studio';
import { goTo } from './page.svelte';
import { settings } from './settings.svelte';

/** A folder that is being read. */
export interface Reading {
  readonly folder: string;
  /** Files read, of how many; null while that is not known. */
  readonly count: { readonly done: number; readonly total: number } | null;
}

/** A dataset folder with more folders than the two sides of its pairs. */
export interface UnclearFolder {
  readonly path: string;
  /** Relative to it. */
  readonly folders: readonly string[];
}

let opened = $state.raw<OpenedDataset | null>(null);
let reading = $state.raw<Reading | null>(null);
let problem = $state.raw<ErrorValue | null>(null);
/** Whether input and target are the other way round than the dataset was read. */
let swapped = $state(false);
/** What makes the input of single pictures. */
let transform = $state<Transform>('none');
const layout = $derived(opened === null ? recognisedLayout : swappedLayout(opened, swapped, transform));
/** A folder of which the person is to say where the two sides lie, while they are asked. */
let unclear = $state.raw<UnclearFolder | null>(null);
/** Number of the newest wish to divide the pairs by another seed. */
let divided = 0;
let recent = $state.raw<readonly ListedDataset[]>([]);

export const dataset = {
  get opened(): OpenedDataset | null {
    return opened;
  },
  get reading(): Reading | null {
    return reading;
  },
  /** Why the last folder could not be opened; what was open before still is. */
  get problem(): ErrorValue | null {
    return problem;
  },
  get inputSide(): InputSide {
    return layout.inputSide;
  },
  get swapped(): boolean {
    return swapped;
  },
  get transform(): Transform {
    return transform;
  },
  /** How the dataset is to be read by a run: as it was, with what was changed since. */
  get layout(): LayoutConfig {
    return layout;
  },
  get unclear(): UnclearFolder | null {
    return unclear;
  },
  get recent(): readonly ListedDataset[] {
    return recent;
  },
};

export async function askForRecentDatasets(): Promise<void> {
  const result = await request('recentDatasets', null);
  recent = result.ok ? result.data : [];
}

/** Takes a dataset off the list of those opened last. */
export async function forgetDataset(folder: string): Promise<void> {
  const result = await request('forgetDataset', { folder });
  if (!result.ok) {
    problem = result.error;
  }
  await askForRecentDatasets();
}

export async function chooseFolder(): Promise<void> {
  const folder = await askForFolder();
  if (folder !== null) {
    await openFolder(folder);
  }
}

/** Asks the person for a folder, and does not open it. */
export async function askForFolder(): Promise<string | null> {
  const result = await request('chooseFolder', null);
  if (!result.ok) {
    problem = result.error;
  }
  return result.ok ? result.data : null;
}

/** @param config how to read it; without it, everything is recognised */
export function openFolder(folder: string, config: LayoutConfig = recognisedLayout): Promise<void> {
  const training = configOf(settings.current, config);
  return open(folder, () => request('openDataset', { folder, config, ...(training === null ? {} : { training }) }));
}

/** Reads the opened folder in another way. */
export async function readAgain(config: LayoutConfig): Promise<void> {
  if (opened !== null) {
    await openFolder(opened.folder, config);
  }
}

export function openSamplePairs(): Promise<void> {
  return open('', () => request('openSamplePairs', null));
}

/** Asks which two folders hold the inputs and the targets; null takes the question away. */
export function askForSides(folder: UnclearFolder | null): void {
  unclear = folder;
}

/** The answer: two folders relative to the dataset's. */
export async function openSides(inputFolder: string, targetFolder: string): Promise<void> {
  const path = unclear?.path;
  unclear = null;
  if (path !== undefined) {
    await openFolder(path, { ...recognisedLayout, layout: 'folders', inputFolder, targetFolder });
  }
}

/** Divides the pairs by another seed, where no folders do: a training with that seed tests the ones that are then shown. */
export async function divideBy(seed: number): Promise<void> {
  if (opened?.splitBy !== 'seed' || opened.seed === seed) {
    return;
  }
  divided += 1;
  const [number, { id }] = [divided, opened];
  const result = await request('divideDataset', { dataset: id, seed });
  if (number === divided && opened.id === id) {
    opened = result.ok ? result.data : opened;
    problem = result.ok ? problem : result.error;
  }
}

/** Something was dropped that has no place on the disk. */
export function refuseDrop(name: string): void {
  problem = { code: 'dataset-missing', data: { path: name } };
}

/** Something that was asked for outside the window could not be done. */
export function tellProblem(error: ErrorValue): void {
  problem = error;
}

export function dismissProblem(): void {
  problem = null;
}

export function swapSides(): void {
  swapped = !swapped;
}

export function chooseInputSide(side: InputSide): void {
  swapped = opened !== null && opened.config.inputSide !== side;
}

export function chooseTransform(chosen: Transform): void {
  transform = chosen;
}

export function receiveInspection(event: TrainerEvent): void {
  if (event.type === 'inspecting' && reading !== null) {
    reading = { ...reading, count: event };
  }
}

/** One folder at a time; what is open stays until the new one has been read. */
async function open(folder: string, ask: () => Promise<Result<OpenedDataset>>): Promise<void> {
  if (reading !== null) {
    return;
  }
  problem = null;
  reading = { folder, count: null };
  const result = await ask();
  reading = null;
  if (result.ok) {
    opened = result.data;
    swapped = false;
    transform = opened.config.transform;
    goTo('dataset');
  } else {
    problem = result.error;
  }
  await askForRecentDatasets();
}
