/** The person's preferences, and the language and the theme that follow from them. */
import { app, nativeTheme } from 'electron';
import { languageOf, type Language } from '../contract/messages/render';
import { defaultPreferences, preferencesSchema, type Preferences } from '../contract/preferences';
import { readSmallFile, writeSmallFile } from './small-file';

export interface PreferenceKeeper {
  readonly current: () => Preferences;
  /** Follows new preferences at once and keeps them. @throws AppError when they cannot be kept. */
  readonly change: (preferences: Preferences) => void;
  /** As chosen, or of the system. */
  readonly language: () => Language;
}

/** Must be called after the app is ready: the system's language is not known before. */
export function keepPreferences(path: string): PreferenceKeeper {
  let current = readSmallFile(path, preferencesSchema) ?? defaultPreferences;
  nativeTheme.themeSource = current.theme;
  return {
    current: () => current,
    change(preferences) {
      current = preferences;
      nativeTheme.themeSource = current.theme;
      writeSmallFile(path, preferences);
    },
    language: () => (current.language === 'system' ? languageOf(app.getLocale()) : current.language),
  };
}
