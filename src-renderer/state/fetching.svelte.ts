/** Getting one of the paper's datasets: what is chosen, how far it is, and how it ended. */
import type { ErrorValue } from '../../src-main/contract/errors';
import { namedDataset, type DatasetName, type FetchProgress } from '../../src-main/contract/named-datasets';
import type { TrainerEvent } from '../../src-main/contract/trainer';
import { request } from '../studio';
import { chooseInputSide, dataset, openFolder } from './dataset.svelte';

type Phase = 'choosing' | 'fetching' | 'stopping';

let name = $state<DatasetName>('facades');
let parent = $state('');
let agreed = $state(false);
let phase = $state<Phase>('choosing');
let progress = $state.raw<FetchProgress | null>(null);
let problem = $state.raw<ErrorValue | null>(null);
let wasStopped = $state(false);

export const fetching = {
  get name(): DatasetName {
    return name;
  },
  /** Folder in which the dataset's own will be made. */
  get parent(): string {
    return parent;
  },
  get agreed(): boolean {
    return agreed;
  },
  get phase(): Phase {
    return phase;
  },
  /** Null until the server has answered. */
  get progress(): FetchProgress | null {
    return progress;
  },
  get problem(): ErrorValue | null {
    return problem;
  },
  /** The last one was stopped by the person; what it had loaded is kept. */
  get wasStopped(): boolean {
    return wasStopped;
  },
};

export async function askForDatasetsFolder(): Promise<void> {
  if (parent === '') {
    const result = await request('datasetsFolder', null);
    parent = result.ok ? result.data : '';
  }
}

export function chooseDataset(chosen: DatasetName): void {
  name = chosen;
  problem = null;
  wasStopped = false;
}

export function agreeToTerms(isAgreed: boolean): void {
  agreed = isAgreed;
}

export async function chooseParent(): Promise<void> {
  const result = await request('chooseFolder', null);
  if (!result.ok) {
    problem = result.error;
  } else if (result.data !== null) {
    parent = result.data;
  }
}

/** Gets the chosen dataset and opens it. True when it is open. */
export async function startFetching(): Promise<boolean> {
  phase = 'fetching';
  progress = null;
  problem = null;
  wasStopped = false;
  const { inputSide } = namedDataset(name);
  const result = await request('fetchDataset', { name, parent, agreed });
  phase = 'choosing';
  if (!result.ok) {
    problem = result.error;
    return false;
  }
  if (result.data === null) {
    wasStopped = true;
    return false;
  }
  const { folder } = result.data;
  await openFolder(folder);
  const isOpen = dataset.opened?.folder === folder;
  if (isOpen) {
    chooseInputSide(inputSide);
  }
  return isOpen;
}

export async function stopFetching(): Promise<void> {
  phase = 'stopping';
  await request('stopFetching', null);
}

export function receiveFetching(event: TrainerEvent): void {
  if (event.type === 'fetching' && phase === 'fetching') {
    progress = event.progress;
  }
}
