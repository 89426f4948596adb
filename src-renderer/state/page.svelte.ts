/** Which page the window shows. */
export type Page = 'welcome' | 'runs' | 'dataset' | 'training' | 'try' | 'export';

let current = $state<Page>('welcome');

export const page = {
  get current(): Page {
    return current;
  },
};

export function goTo(next: Page): void {
  current = next;
}
