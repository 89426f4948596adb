import { describe, expect, it } from 'vitest';
import { commandOf, type Key, type KeySituation } from '../../../../src-renderer/logic/keys';

const here: KeySituation = { isMac: false, singleKeys: true, isTyping: false, isOnControl: false };
const key = (name: string, changes: Partial<Key> = {}): Key => ({
  key: name,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  repeat: false,
  ...changes,
});
const control = { ctrlKey: true };

describe('a key', () => {
  it.each([
    ['o', 'openFolder'],
    ['Enter', 'start'],
    ['.', 'stop'],
    ['0', 'runs'],
    ['1', 'dataset'],
    ['2', 'training'],
    ['3', 'tryIt'],
    ['4', 'export'],
    ['e', 'export'],
    [',', 'settings'],
    ['x', null],
  ] as const)('Ctrl %s means %s, while typing too', (name, command) => {
    expect(commandOf(key(name, control), here)).toBe(command);
    expect(commandOf(key(name, control), { ...here, isTyping: true })).toBe(command);
  });

  it('is taken with Cmd on a Mac, and with nothing else', () => {
    expect(commandOf(key('o', { metaKey: true }), { ...here, isMac: true })).toBe('openFolder');
    expect(commandOf(key('o', control), { ...here, isMac: true })).toBeNull();
    expect(commandOf(key('o', { ...control, shiftKey: true }), here)).toBeNull();
    expect(commandOf(key('o', { ...control, altKey: true }), here)).toBeNull();
    expect(commandOf(key('o', { ...control, repeat: true }), here)).toBeNull();
  });

  it('alone acts neither in a text field nor when that is switched off', () => {
    expect(commandOf(key('s'), here)).toBe('sample');
    expect(commandOf(key('K'), here)).toBe('checkpoint');
    expect(commandOf(key('s'), { ...here, isTyping: true })).toBeNull();
    expect(commandOf(key('s'), { ...here, singleKeys: false })).toBeNull();
  });

  it('Space pauses where the focus is on no control', () => {
    expect(commandOf(key(' '), here)).toBe('pause');
    expect(commandOf(key(' '), { ...here, isOnControl: true })).toBeNull();
    expect(commandOf(key(' '), { ...here, singleKeys: false })).toBe('pause');
  });
});
