/** The catalogue of a language. */
import type { Language } from '../../src-main/contract/messages/render';
import { en, type Messages } from './en';
import { ko } from './ko';

export const catalogues: Readonly<Record<Language, Messages>> = { en, ko };

export type { Messages };
