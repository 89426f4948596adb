import { describe, expect, it } from 'vitest';
import { drawingKey } from '../../../../src-renderer/logic/drawing-keys';

const plain = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };
const control = { ...plain, ctrlKey: true };
const command = { ...plain, metaKey: true };
const here = { isMac: false, singleKeys: true, isTyping: false };

describe('drawingKey', () => {
  it.each([
    ['b', 'pen'],
    ['E', 'eraser'],
    ['g', 'fill'],
    ['i', 'pick'],
    ['x', null],
  ])('%s chooses %s', (key, tool) => {
    expect(drawingKey({ ...plain, key }, here)).toBe(tool);
  });

  it('undoes and redoes with Ctrl, or with Cmd on a Mac', () => {
    expect(drawingKey({ ...control, key: 'z' }, here)).toBe('undo');
    expect(drawingKey({ ...control, key: 'Z', shiftKey: true }, here)).toBe('redo');
    expect(drawingKey({ ...control, key: 'y' }, here)).toBe('redo');
    const mac = { ...here, isMac: true };
    expect(drawingKey({ ...command, key: 'z' }, mac)).toBe('undo');
    expect(drawingKey({ ...command, key: 'z', shiftKey: true }, mac)).toBe('redo');
    expect(drawingKey({ ...control, key: 'z' }, mac)).toBeNull();
    expect(drawingKey({ ...command, key: 'y' }, mac)).toBeNull();
  });

  it('leaves alone what another meaning has', () => {
    expect(drawingKey({ ...control, key: 'e' }, here)).toBeNull();
    expect(drawingKey({ ...plain, key: 'b', altKey: true }, here)).toBeNull();
    expect(drawingKey({ ...plain, key: 'B', shiftKey: true }, here)).toBeNull();
  });

  it('takes nothing from a text, and no single letters from a person who does not want them', () => {
    expect(drawingKey({ ...plain, key: 'b' }, { ...here, isTyping: true })).toBeNull();
    expect(drawingKey({ ...control, key: 'z' }, { ...here, isTyping: true })).toBeNull();
    expect(drawingKey({ ...plain, key: 'b' }, { ...here, singleKeys: false })).toBeNull();
    expect(drawingKey({ ...control, key: 'z' }, { ...here, singleKeys: false })).toBe('undo');
  });
});
