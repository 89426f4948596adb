/** Keys of the drawing on the page Try it. */
import type { Tool } from '../state/drawing.svelte';

/** What is needed of a keyboard event. */
interface Key {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly target: EventTarget | null;
}

const letters: Readonly<Record<string, Tool>> = { b: 'pen', e: 'eraser', g: 'fill', i: 'pick' };

/** What a key asks for, or null for one that means nothing here. Nothing is taken from a field that takes text. */
export function drawingKey(
  { key, ctrlKey, metaKey, shiftKey, altKey, target }: Key,
  { isMac, singleKeys }: { readonly isMac: boolean; readonly singleKeys: boolean },
): Tool | 'undo' | 'redo' | null {
  if (altKey || takesText(target)) {
    return null;
  }
  const name = key.toLowerCase();
  if (isMac ? metaKey : ctrlKey) {
    const isRedo = (name === 'z' && shiftKey) || (name === 'y' && !isMac);
    return isRedo ? 'redo' : name === 'z' ? 'undo' : null;
  }
  return ctrlKey || metaKey || shiftKey || !singleKeys ? null : (letters[name] ?? null);
}

function takesText(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement
    ? ['text', 'number', 'search'].includes(target.type)
    : target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}
