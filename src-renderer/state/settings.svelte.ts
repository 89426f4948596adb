/** The settings of the next run in this window. */
import type { PresetName, TrainConfig } from '../../src-main/contract/config';
import { defaultText, settingsFrom, settingsOf, withText, type SettingField, type Settings } from '../logic/settings';
import type { Look } from '../logic/preview';

let current = $state.raw<Settings>(settingsOf('studio'));

export const settings = {
  get current(): Settings {
    return current;
  },
};

/** Every field gets the preset's value, but what suits the pictures stays. */
export function choosePreset(preset: PresetName): void {
  const { fit, background } = current.base;
  const chosen = settingsOf(preset);
  current = { ...chosen, base: { ...chosen.base, fit, background } };
}

/** Every field gets the value of an earlier run. */
export function duplicateSettings(of: TrainConfig): void {
  current = settingsFrom(of);
}

/** How pictures become square. */
export function chooseLook(changes: Partial<Look>): void {
  current = { ...current, base: { ...current.base, ...changes } };
}

export function chooseSize(size: TrainConfig['size']): void {
  current = { ...current, size };
}

export function chooseDevice(device: TrainConfig['device']): void {
  current = { ...current, device };
}

export function choosePrecision(precision: TrainConfig['precision']): void {
  current = { ...current, precision };
}

export function chooseXla(xla: TrainConfig['xla']): void {
  current = { ...current, xla };
}

export function typeField(field: SettingField, text: string): void {
  current = withText(current, field, text);
}

/** A field gets the preset's value. */
export function resetField(field: SettingField): void {
  current = withText(current, field, defaultText(current, field));
}
