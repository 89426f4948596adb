/** What a person sets for the application as a whole; kept with the application's data. */
import { z } from 'zod';
import { languages } from './messages/render';

export const languageChoices = ['system', ...languages] as const;
export type LanguageChoice = (typeof languageChoices)[number];

export const themeChoices = ['system', 'light', 'dark'] as const;
export type ThemeChoice = (typeof themeChoices)[number];

/** A field that is missing or unreadable has its default: an older or damaged file loses nothing else. */
export const preferencesSchema = z.object({
  language: z.enum(languageChoices).catch('system'),
  theme: z.enum(themeChoices).catch('system'),
  /** Whether keys without Ctrl act, such as S for a sample. */
  singleKeys: z.boolean().catch(true),
});

export type Preferences = Readonly<z.infer<typeof preferencesSchema>>;

export const defaultPreferences: Preferences = Object.freeze(preferencesSchema.parse({}));
