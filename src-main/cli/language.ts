/** The language of the terminal. */
import { languageOf, type Language } from '../contract/messages/render';

/** POSIX order: the first of LC_ALL, LC_MESSAGES and LANG that is set and not empty decides. */
export function languageOfEnvironment(environment: Readonly<Record<string, string | undefined>>): Language {
  const { LC_ALL, LC_MESSAGES, LANG } = environment;
  return languageOf([LC_ALL, LC_MESSAGES, LANG].find((locale) => locale !== undefined && locale !== ''));
}
