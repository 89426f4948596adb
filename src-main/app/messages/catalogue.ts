/** The application's own texts in a language. */
import type { Language } from '../../contract/messages/render';
import { en, type AppMessages } from './en';
import { ko } from './ko';

export const appMessages: Readonly<Record<Language, AppMessages>> = { en, ko };

export type { AppMessages };
