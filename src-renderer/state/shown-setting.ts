/** Leads to a setting: its page may just be opening, and its group be folded. */
import { tick } from 'svelte';
import type { SettingField } from '../logic/settings';

/** Those of the Dataset page that something in the window leads to; their elements have it as `data-setting`. */
export type ShownSetting = SettingField | 'size' | 'device' | 'precision' | 'fit' | 'transform';

/** Brings a setting into sight and gives it the focus. */
export async function showSetting(setting: ShownSetting): Promise<void> {
  await tick();
  const element = document.querySelector<HTMLElement>(`[data-setting="${setting}"]`);
  const group = element?.closest('details');
  if (group) {
    group.open = true;
  }
  element?.scrollIntoView({ block: 'center' });
  element?.querySelector<HTMLElement>('input:checked, input:not([type=radio]), select')?.focus();
}
