/** Errors as the terminal says them: what happened, and what to do about it as flags and commands. */
import type { ErrorValue } from '../contract/errors';
import { renderError, type Language } from '../contract/messages/render';
import { remediesOf, type Remedy, type RemedyName, type RemedyOf } from '../contract/remedies';
import { remediesEn } from './messages/remedies.en';
import { remediesKo } from './messages/remedies.ko';

/** A sentence for each remedy: one that is missing does not compile. */
export type RemedyCatalogue = { readonly [N in RemedyName]: (remedy: RemedyOf<N>) => string };

const catalogues: Readonly<Record<Language, RemedyCatalogue>> = { en: remediesEn, ko: remediesKo };

/** The error's sentence and those of its remedies, as one text. */
export function renderForTerminal(error: ErrorValue, language: Language): string {
  return [
    renderError(error, language),
    ...remediesOf(error).map((remedy) => renderRemedyForTerminal(remedy, language)),
  ].join(' ');
}

export function renderRemedyForTerminal(remedy: Remedy, language: Language): string {
  // A remedy's name belongs to its data; the compiler loses that when it looks up by a union of keys.
  const sentence = catalogues[language][remedy.name] as (remedy: Remedy) => string;
  return sentence(remedy);
}
