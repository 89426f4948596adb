/** Which command a key asks for. */
import type { Command } from '../../src-main/contract/commands';

/** What is needed of a keyboard event. */
export interface Key {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly repeat: boolean;
}

export interface KeySituation {
  readonly isMac: boolean;
  /** Whether keys without Ctrl act. */
  readonly singleKeys: boolean;
  /** The focus is on something that takes text, or a dialog is open. */
  readonly isTyping: boolean;
  /** The focus is on a control that takes Space and the arrow keys. */
  readonly isOnControl: boolean;
}

/** With Ctrl, or Cmd on a Mac. */
const withControl: Readonly<Record<string, Command>> = {
  o: 'openFolder',
  '0': 'runs',
  '1': 'dataset',
  '2': 'training',
  '3': 'tryIt',
  '4': 'export',
  e: 'export',
  enter: 'start',
  '.': 'stop',
  ',': 'settings',
};

const alone: Readonly<Record<string, Command>> = { s: 'sample', k: 'checkpoint' };

/** The command, or null for a key that means none here. */
export function commandOf(key: Key, { isMac, singleKeys, isTyping, isOnControl }: KeySituation): Command | null {
  const name = key.key.toLowerCase();
  if (key.repeat || key.altKey || key.shiftKey) {
    return null;
  }
  const isControl = isMac ? key.metaKey : key.ctrlKey;
  if (isControl) {
    return withControl[name] ?? null;
  }
  if (key.ctrlKey || key.metaKey || isTyping) {
    return null;
  }
  if (name === ' ') {
    return isOnControl ? null : 'pause';
  }
  return singleKeys ? (alone[name] ?? null) : null;
}
