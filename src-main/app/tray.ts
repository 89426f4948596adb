/** The icon in the system's tray while a run trains: its progress, and what can be done with it. */
import { Menu, nativeImage, Tray } from 'electron';
import { isUnderWay, type RunStatus } from '../contract/run-status';
import type { AppMessages } from './messages/catalogue';
import { trayLine, trayTemplate, type TrayActions } from './tray-menu';

export interface StudioTray {
  /** Shows the icon while a run is under way or the window is hidden, and what it is about. */
  readonly update: (status: RunStatus | null, isWindowHidden: boolean, messages: AppMessages) => void;
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
