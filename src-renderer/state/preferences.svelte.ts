/** The person's preferences in this window. */
import type { ErrorValue } from '../../src-main/contract/errors';
import { defaultPreferences, type Preferences } from '../../src-main/contract/preferences';
import { machine, setAppInfo } from './machine.svelte';
import { setLanguage } from './language.svelte';
import { request } from '../studio';

let problem = $state.raw<ErrorValue | null>(null);

export const preferences = {
  get current(): Preferences {
    return machine.appInfo?.preferences ?? defaultPreferences;
  },
  /** Why the last change could not be kept. */
  get problem(): ErrorValue | null {
    return problem;
  },
};

/** Holds from now on, and in later windows. */
export async function changePreferences(changes: Partial<Preferences>): Promise<void> {
  const result = await request('setPreferences', { ...preferences.current, ...changes });
  if (result.ok) {
    setAppInfo(result.data);
    setLanguage(result.data.language);
  }
  problem = result.ok ? null : result.error;
}
