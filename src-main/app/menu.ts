/** The application's menus: their items offer what the window offers, and ask the window to do it. */
import { basename } from 'node:path';
import type { MenuItemConstructorOptions } from 'electron';
import type { Command } from '../contract/commands';
import type { AppMessages } from './messages/catalogue';

export interface MenuState {
  readonly messages: AppMessages;
  /** Node's name of the platform. */
  readonly platform: string;
  readonly isPackaged: boolean;
  readonly offered: ReadonlySet<Command>;
  /** Folders, newest first. */
  readonly recent: readonly string[];
}

export interface MenuActions {
  readonly command: (command: Command) => void;
  readonly openFolder: (folder: string) => void;
  readonly openDocumentation: () => void;
  readonly showLog: () => void;
  readonly about: () => void;
}

type Items = MenuItemConstructorOptions[];
type ItemOf = (command: Command, accelerator?: string) => MenuItemConstructorOptions;

const separator: MenuItemConstructorOptions = { type: 'separator' };

/** All menus, from left to right. */
export function menuTemplate(state: MenuState, actions: MenuActions): Items {
  const { messages, platform } = state;
  const isMac = platform === 'darwin';
  const item: ItemOf = (command, accelerator) => ({
    id: command,
    label: messages[command],
    enabled: state.offered.has(command),
    click: () => {
      actions.command(command);
    },
    // The page acts on its keys itself; the menu only names them.
    ...(accelerator === undefined ? {} : { accelerator, registerAccelerator: false }),
  });
  const appMenu: Items = isMac ? [{ role: 'appMenu' }] : [];
  return [
    ...appMenu,
    { label: messages.file, submenu: fileMenu(state, actions, item) },
    { label: messages.edit, submenu: editMenu(messages) },
    { label: messages.view, submenu: viewMenu(state, item) },
    { label: messages.run, submenu: runMenu(item) },
    { label: messages.window, submenu: windowMenu(messages) },
    { label: messages.help, role: 'help', submenu: helpMenu(state, actions, item) },
  ];
}

function fileMenu({ messages, recent, platform }: MenuState, actions: MenuActions, item: ItemOf): Items {
  const recentItems: Items = recent.map((folder) => ({
    label: basename(folder),
    toolTip: folder,
    click: () => {
      actions.openFolder(folder);
    },
  }));
  const nothing: Items = [{ label: messages.noRecent, enabled: false }];
  return [
    item('openFolder', 'CommandOrControl+O'),
    item('getDataset'),
    { id: 'recent', label: messages.openRecent, submenu: recentItems.length === 0 ? nothing : recentItems },
    separator,
    item('export', 'CommandOrControl+E'),
    separator,
    item('settings', 'CommandOrControl+,'),
    ...(platform === 'darwin' ? [] : [separator, { role: 'quit', label: messages.quit } as const]),
  ];
}

function editMenu(messages: AppMessages): Items {
  return [
    { role: 'undo', label: messages.undo },
    { role: 'redo', label: messages.redo },
    separator,
    { role: 'cut', label: messages.cut },
    { role: 'copy', label: messages.copy },
    { role: 'paste', label: messages.paste },
    { role: 'selectAll', label: messages.selectAll },
  ];
}

function viewMenu({ messages, isPackaged }: MenuState, item: ItemOf): Items {
  return [
    item('home'),
    item('runs', 'CommandOrControl+0'),
    separator,
    item('dataset', 'CommandOrControl+1'),
    item('training', 'CommandOrControl+2'),
    item('tryIt', 'CommandOrControl+3'),
    item('export', 'CommandOrControl+4'),
    separator,
    { role: 'resetZoom', label: messages.actualSize, accelerator: 'CommandOrControl+Shift+0' },
    { role: 'zoomIn', label: messages.zoomIn },
    { role: 'zoomOut', label: messages.zoomOut },
    separator,
    { role: 'togglefullscreen', label: messages.fullScreen },
    ...(isPackaged ? [] : [{ role: 'toggleDevTools', label: messages.developerTools } as const]),
  ];
}

function runMenu(item: ItemOf): Items {
  return [
    item('start', 'CommandOrControl+Enter'),
    item('pause', 'Space'),
    item('stop', 'CommandOrControl+.'),
    separator,
    item('sample', 'S'),
    item('checkpoint', 'K'),
  ];
}

function windowMenu(messages: AppMessages): Items {
  return [
    { role: 'minimize', label: messages.minimise },
    { role: 'close', label: messages.close },
  ];
}

function helpMenu({ messages, platform }: MenuState, actions: MenuActions, item: ItemOf): Items {
  const documentation = { label: messages.documentation, click: actions.openDocumentation };
  // Not by the window: the log is wanted just when that does not answer.
  const log = { id: 'showLog', label: messages.showLog, click: actions.showLog };
  const about = { label: messages.about, click: actions.about };
  return [documentation, log, item('licences'), ...(platform === 'darwin' ? [] : [separator, about])];
}
