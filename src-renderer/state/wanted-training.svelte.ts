/** The training that the settings and the dataset make together. */
import type { TrainConfig } from '../../src-main/contract/config';
import { configOf } from '../logic/settings';
import { dataset } from './dataset.svelte';
import { settings } from './settings.svelte';

const config = $derived(configOf(settings.current, dataset.layout));

export const wantedTraining = {
  /** Null while a field is invalid. */
  get config(): TrainConfig | null {
    return config;
  },
};
