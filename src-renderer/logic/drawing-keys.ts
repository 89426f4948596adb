/** Keys of the drawing on the page Try it. */
import type { Tool } from './painting';

/** What is needed of a keyboard event. */
interface Key {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

const letters: Readonly<Record<string, Tool>> = { b: 'pen', e: 'eraser', g: 'fill', i: 'pick' };

export interface DrawingKeySituation {
  readonly isMac: boolean;
  /** Whether keys without Ctrl act. */
  readonly singleKeys: boolean;
  /** The focus is on something that takes text. */
  readonly isTyping: boolean;
}

/** What a key asks for, or null for one that means nothing here. */
export function drawingKey(
  { key, ctrlKey, metaKey, shiftKey, altKey }: Key,
  { isMac, singleKeys, isTyping }: DrawingKeySituation,
): Tool | 'undo' | 'redo' | null {
  if (altKey || isTyping) {
    return null;
  }
  const name = key.toLowerCase();
  if (isMac ? metaKey : ctrlKey) {
    const isRedo = (name === 'z' && shiftKey) || (name === 'y' && !isMac);
    return isRedo ? 'redo' : name === 'z' ? 'undo' : null;
  }
  return ctrlKey || metaKey || shiftKey || !singleKeys ? null : (letters[name] ?? null);
}
