/** What a page of ours may; all else is Electron's default, which the end-to-end tests read back. */
import type { WebPreferences } from 'electron';

/** @param preload path of the one script that runs before a page's own */
export function pagePreferences(preload: string, isPackaged: boolean): WebPreferences {
  return {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    spellcheck: false,
    devTools: !isPackaged,
  };
}
