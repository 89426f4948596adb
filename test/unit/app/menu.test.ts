import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { menuTemplate, type MenuState } from '../../../src-main/app/menu';
import { appMessages } from '../../../src-main/app/messages/catalogue';
import { commands, type Command } from '../../../src-main/contract/commands';
import { languages } from '../../../src-main/contract/messages/render';
import { commandOf } from '../../../src-renderer/logic/keys';

const state: MenuState = {
  messages: appMessages.en,
  platform: 'linux',
  isPackaged: true,
  offered: new Set<Command>(['openFolder', 'stop']),
  recent: ['/data/emoji', '/data/facades'],
};

function itemsOf(
  changes: Partial<MenuState>,
  given: Command[] = [],
  opened: string[] = [],
  shown: string[] = [],
): MenuItemConstructorOptions[] {
  const menus = menuTemplate(
    { ...state, ...changes },
    {
      command: (command) => given.push(command),
      openFolder: (folder) => opened.push(folder),
      openDocumentation: () => undefined,
      showLog: () => shown.push('log'),
      about: () => undefined,
    },
  );
  return menus.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []));
}

/** Electron calls a click with its own menu item; ours take nothing. */
function click(item: MenuItemConstructorOptions | undefined): void {
  (item?.click as (() => void) | undefined)?.();
}

describe('the menus', () => {
  it('have every command, offered as the window says', () => {
    const items = itemsOf({}).filter(({ id }) => id !== undefined && id !== 'recent' && id !== 'showLog');
    expect(new Set(items.map(({ id }) => id))).toEqual(new Set(commands));
    const enabled = items.filter((item) => item.enabled === true).map(({ id }) => id);
    expect(enabled).toEqual(['openFolder', 'stop']);
  });

  it.each(['dataset', 'training', 'tryIt', 'export'] as const)('name the key of the page %s', (page) => {
    const items = menuTemplate(
      { ...state, offered: new Set() },
      {
        command: () => undefined,
        openFolder: () => undefined,
        openDocumentation: () => undefined,
        showLog: () => undefined,
        about: () => undefined,
      },
    ).find(({ label }) => label === 'View')?.submenu;
    const accelerator = (Array.isArray(items) ? items : []).find(({ id }) => id === page)?.accelerator;
    const key = accelerator?.replace('CommandOrControl+', '') ?? '';
    const situation = { isMac: false, singleKeys: true, isTyping: false, isOnControl: false };
    const pressed = { key, ctrlKey: true, metaKey: false, shiftKey: false, altKey: false, repeat: false };
    expect(commandOf(pressed, situation)).toBe(page);
  });

  it('give the command of the item that was chosen', () => {
    const given: Command[] = [];
    click(itemsOf({}, given).find(({ id }) => id === 'checkpoint'));
    expect(given).toEqual(['checkpoint']);
  });

  it('show the log without asking the window, which may be what is broken', () => {
    const given: Command[] = [];
    const shown: string[] = [];
    const item = itemsOf({ offered: new Set() }, given, [], shown).find(({ id }) => id === 'showLog');
    expect(item?.enabled).not.toBe(false);
    click(item);
    expect([given, shown]).toEqual([[], ['log']]);
  });

  it('open what was open before', () => {
    const opened: string[] = [];
    const recent = itemsOf({}, [], opened).find(({ id }) => id === 'recent')?.submenu;
    const items = Array.isArray(recent) ? recent : [];
    expect(items.map(({ label }) => label)).toEqual(['emoji', 'facades']);
    click(items[1]);
    expect(opened).toEqual(['/data/facades']);
    const none = itemsOf({ recent: [] }).find(({ id }) => id === 'recent')?.submenu;
    expect(none).toEqual([{ label: 'Nothing yet', enabled: false }]);
  });

  it.each(languages)('have a label or a role for everything in %s, and no accelerator twice', (language) => {
    const items = itemsOf({ messages: appMessages[language] });
    for (const item of items) {
      expect(item.type === 'separator' || (item.label ?? '') !== '').toBe(true);
    }
    const accelerators = items.map(({ accelerator }) => accelerator).filter((accelerator) => accelerator !== undefined);
    expect(new Set(accelerators).size).toBe(accelerators.length);
  });

  it('leave quitting to the application menu of a Mac, and tools for developers to developers', () => {
    const roles = (changes: Partial<MenuState>): unknown[] => itemsOf(changes).map(({ role }) => role);
    expect(roles({})).toContain('quit');
    expect(roles({ platform: 'darwin' })).not.toContain('quit');
    expect(roles({})).not.toContain('toggleDevTools');
    expect(roles({ isPackaged: false })).toContain('toggleDevTools');
  });
});
