/** Turns an error value into the sentence a person reads, in the interface's language. */
import type { ErrorCode, ErrorData, ErrorValue } from '../errors';
import { errorsEn } from './errors.en';
import { errorsKo } from './errors.ko';

export const languages = ['en', 'ko'] as const;
export type Language = (typeof languages)[number];

export type ErrorCatalogue = { readonly [C in ErrorCode]: (data: Readonly<ErrorData[C]>) => string };

const catalogues: Readonly<Record<Language, ErrorCatalogue>> = { en: errorsEn, ko: errorsKo };

/** What failed, the offending value and what to do next, as one text. */
export function renderError(error: ErrorValue, language: Language): string {
  // `code` and `data` belong together in an ErrorValue; the compiler loses that when it looks up by a union of keys.
  const sentence = catalogues[language][error.code] as (data: ErrorValue['data']) => string;
  return sentence(error.data);
}

/** The language for a locale such as "ko-KR" or "ko_KR.UTF-8"; English for any that we have no catalogue of. */
export function languageOf(locale: string | undefined): Language {
  return locale?.toLowerCase().startsWith('ko') === true ? 'ko' : 'en';
}
