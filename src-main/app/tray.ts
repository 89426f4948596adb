/** The icon in the system's tray while a run trains: its progress, and what can be done with it. */
import { Menu, nativeImage, Tray, type MenuItemConstructorOptions } from 'electron';
import { basename } from 'node:path';
import type { Command } from '../contract/commands';
import { isUnderWay, type RunStatus } from '../contract/run-status';
import type { AppMessages } from './messages/catalogue';

export interface TrayActions {
  readonly show: () => void;
  readonly command: (command: Command) => void;
  readonly quit: () => void;
}

export interface StudioTray {
  /** Shows the icon while a run is under way or the window is hidden, and what it is about. */
  readonly update: (status: RunStatus | null, isWindowHidden: boolean, messages: AppMessages) => void;
}

/** "sample-pairs-3: 41 %". */
export function trayLine(status: RunStatus | null, messages: AppMessages): string {
  if (status === null || !isUnderWay(status)) {
    return messages.trayIdle;
  }
  const percent = String(Math.floor((100 * status.step) / Math.max(1, status.totalSteps)));
  const name = basename(status.run);
  return status.phase === 'held' ? messages.trayHeld(name, percent) : messages.trayTraining(name, percent);
}

/** The tray's menu. */
export function trayTemplate(
  status: RunStatus | null,
  messages: AppMessages,
  actions: TrayActions,
): MenuItemConstructorOptions[] {
  const command = (name: 'pause' | 'stop'): MenuItemConstructorOptions => ({
    id: name,
    label: messages[name],
    enabled: isUnderWay(status),
    click: () => {
      actions.command(name);
    },
  });
  return [
    { id: 'line', label: trayLine(status, messages), enabled: false },
    { type: 'separator' },
    { id: 'show', label: messages.show, click: actions.show },
    command('pause'),
    command('stop'),
    { type: 'separator' },
    { id: 'quit', label: messages.quit, click: actions.quit },
  ];
}

/** No icon yet. @param icon path of a PNG picture */
export function createTray(icon: string, actions: TrayActions): StudioTray {
  let tray: Tray | null = null;
  return {
    update(status, isWindowHidden, messages) {
      if (!isUnderWay(status) && !isWindowHidden) {
        tray?.destroy();
        tray = null;
        return;
      }
      if (tray === null) {
        tray = new Tray(nativeImage.createFromPath(icon));
        tray.on('click', actions.show);
      }
      tray.setToolTip(trayLine(status, messages));
      tray.setContextMenu(Menu.buildFromTemplate(trayTemplate(status, messages, actions)));
    },
  };
}
