/** The dataset in this window: the one place that asks the application to choose and open folders. */
import type { InputSide } from '../../src-main/contract/config';
import type { ErrorValue, Result } from '../../src-main/contract/errors';
import type { OpenedDataset, RecentDataset } from '../../src-main/contract/routes';
import type { TrainerEvent } from '../../src-main/contract/trainer';
import { request } from '../studio';
import { goTo } from './page.svelte';

/** A folder that is being read. */
export interface Reading {
  readonly folder: string;
  /** Files read, of how many; null while that is not known. */
  readonly count: { readonly done: number; readonly total: number } | null;
}

let opened = $state.raw<OpenedDataset | null>(null);
let reading = $state.raw<Reading | null>(null);
let problem = $state.raw<ErrorValue | null>(null);
let inputSide = $state<InputSide>('right');
let recent = $state.raw<readonly RecentDataset[]>([]);

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
    return inputSide;
  },
  get recent(): readonly RecentDataset[] {
    return recent;
  },
};

export async function askForRecentDatasets(): Promise<void> {
  const result = await request('recentDatasets', null);
  recent = result.ok ? result.data : [];
}

export async function chooseFolder(): Promise<void> {
  const result = await request('chooseFolder', null);
  if (!result.ok) {
    problem = result.error;
  } else if (result.data !== null) {
    await openFolder(result.data);
  }
}

export function openFolder(folder: string): Promise<void> {
  return open(folder, () => request('openDataset', { folder }));
}

export function openSamplePairs(): Promise<void> {
  return open('', () => request('openSamplePairs', null));
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
  inputSide = inputSide === 'right' ? 'left' : 'right';
}

export function chooseInputSide(side: InputSide): void {
  inputSide = side;
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
    inputSide = 'right';
    goTo('dataset');
  } else {
    problem = result.error;
  }
  await askForRecentDatasets();
}
