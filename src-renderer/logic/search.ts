/** Whether each of the words that were typed occurs in a text, in whatever case. */
export function hasWords(text: string, typed: string): boolean {
  const within = text.toLocaleLowerCase();
  return typed
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => within.includes(word));
}
