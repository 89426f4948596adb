/** The settings of the next run in this window. */
import type { PresetName, TrainConfig } from '../../src-main/contract/config';
import {
  configOf,
  defaultText,
  settingsFrom,
  settingsOf,
  withText,
  type SettingField,
  type Settings,
} from '../logic/settings';
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

/** Every field gets the value of an earlier run. */
export function duplicateSettings(of: TrainConfig): void {
  current = settingsFrom(of);
}

export function chooseSize(size: TrainConfig['size']): void {
  current = { ...current, size };
}

export function chooseDevice(device: TrainConfig['device']): void {
  current = { ...current, device };
}

export function typeField(field: SettingField, text: string): void {
  current = withText(current, field, text);
}

/** A field gets the preset's value. */
export function resetField(field: SettingField): void {
  current = withText(current, field, defaultText(current, field));
}
