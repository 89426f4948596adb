/** What the tray's icon says and offers. */
import { basename } from 'node:path';
import type { MenuItemConstructorOptions } from 'electron';
import type { Command } from '../contract/commands';
import { isUnderWay, type RunStatus } from '../contract/run-status';
import type { AppMessages } from './messages/catalogue';

export interface TrayActions {
  readonly show: () => void;
  readonly command: (command: Command) => void;
  readonly quit: () => void;
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
