/** Which page the window shows. */

/** Pages of a run. */
export type RunPage = 'training' | 'try' | 'export';

export type Page = 'welcome' | 'runs' | 'dataset' | RunPage;

let current = $state<Page>('welcome');

export const page = {
  get current(): Page {
    return current;
  },
};

export function goTo(next: Page): void {
  current = next;
}
