/** The interface's language and its texts. */
import type { Language } from '../../src-main/contract/messages/render';
import { catalogues, type Messages } from '../messages/catalogue';

let current = $state<Language>('en');

export const interfaceText = {
  get language(): Language {
    return current;
  },
  get messages(): Messages {
    return catalogues[current];
  },
};

export function setLanguage(language: Language): void {
  current = language;
  document.documentElement.lang = language;
}
