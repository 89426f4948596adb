/** The settings of the next run in this window. */
import type { PresetName, TrainConfig } from '../../src-main/contract/config';
import { configOf, settingsOf, type SettingField, type Settings } from '../logic/settings';
import { dataset } from './dataset.svelte';

let current = $state.raw<Settings>(settingsOf('studio'));
const config = $derived(configOf(current, dataset.inputSide));

export const settings = {
  get current(): Settings {
    return current;
  },
  /** Null while a field is invalid. */
  get config(): TrainConfig | null {
    return config;
  },
};

/** Every field gets the preset's value. */
export function choosePreset(preset: PresetName): void {
  current = settingsOf(preset);
}

export function chooseSize(size: TrainConfig['size']): void {
  current = { ...current, size };
}

export function typeField(field: SettingField, text: string): void {
  current = { ...current, texts: { ...current.texts, [field]: text } };
}
