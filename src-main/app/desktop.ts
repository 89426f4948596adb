/** What of the application stands outside its window: menus, tray, notifications. */
import { basename } from 'node:path';
import { app, Menu } from 'electron';
import { isCommand, type Command } from '../contract/commands';
import type { AppEvent } from '../contract/routes';
import { appMessages, type AppMessages } from './messages/catalogue';
import { menuTemplate } from './menu';
import type { PreferenceKeeper } from './preferences';
import { readRecentDatasets } from './recent-datasets';
import { watchRuns, type RunWatch, type WatchedWindow } from './run-watch';
import { createTray } from './tray';

/** The window as the desktop handles it. */
export interface DesktopWindow extends WatchedWindow {
  readonly isVisible: () => boolean;
}

export interface DesktopOptions {
  readonly preferences: PreferenceKeeper;
  readonly window: () => DesktopWindow | null;
  readonly tell: (event: AppEvent) => void;
  /** Brings the window to the front, from the background too. */
  readonly show: () => void;
  readonly openDocumentation: () => void;
  readonly showLog: () => void;
  /** Path of the list of datasets opened last. */
  readonly recentDatasets: string;
  /** Path of the tray's PNG picture. */
  readonly trayIcon: string;
}

export interface Desktop {
  readonly watch: RunWatch;
  /** Which commands the menus offer from now on. */
  readonly offer: (commands: readonly Command[]) => void;
  /** The language, or the datasets opened last, have changed. */
  readonly refreshMenus: () => void;
  /** The window has come to the front. */
  readonly refreshTray: () => void;
  /** The window has gone into the background: that is told once. */
  readonly hidden: () => void;
}

export function createDesktop(options: DesktopOptions): Desktop {
  const { preferences, window, tell, show } = options;
  let offered: ReadonlySet<Command> = new Set();
  const messages = (): AppMessages => appMessages[preferences.language()];
  const command = (name: Command): void => {
    tell({ type: 'command', command: name });
  };
  const quit = (): void => {
    app.quit();
  };
  const tray = createTray(options.trayIcon, { show, command, quit });
  const refreshTray = (): void => {
    tray.update(watch.status(), window()?.isVisible() === false, messages());
  };
  const watch = watchRuns({ window, language: preferences.language, changed: refreshTray, show });

  function refreshMenus(): void {
    const recent = readRecentDatasets(options.recentDatasets).map(({ folder }) => folder);
    const state = { messages: messages(), platform: process.platform, isPackaged: app.isPackaged, offered, recent };
    const template = menuTemplate(state, {
      command,
      openFolder(folder) {
        tell({ type: 'folder', folder });
      },
      openDocumentation: options.openDocumentation,
      showLog: options.showLog,
      about() {
        app.showAboutPanel();
      },
    });
    Menu.setApplicationMenu(Menu.buildFromTemplate(template));
  }

  return {
    watch,
    offer(commands) {
      offered = new Set(commands);
      const menu = Menu.getApplicationMenu();
      for (const item of menu?.items.flatMap(({ submenu }) => submenu?.items ?? []) ?? []) {
        if (isCommand(item.id)) {
          item.enabled = offered.has(item.id);
        }
      }
    },
    refreshMenus,
    refreshTray,
    hidden() {
      refreshTray();
      const status = watch.status();
      if (status !== null) {
        const { inBackgroundTitle, inBackgroundBody } = messages();
        watch.notify({ title: inBackgroundTitle(basename(status.run)), body: inBackgroundBody });
      }
    },
  };
}
