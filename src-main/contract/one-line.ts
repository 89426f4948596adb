/** A text as one line of a terminal: what would break or steer it, as a file's name can, is shown as an escape. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]/gu, escaped);
}

function escaped(character: string): string {
  return character === '\n' ? '\\n' : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Of a reason within an error's sentence: libraries write whole trees and tensors into theirs. */
const longestReason = 300;

/** A text as one line of bounded length, with a mark where it was cut. */
export function shortened(text: string, longest = longestReason): string {
  // Cut first: what is escaped need not be all of a text that may be very long.
  const line = oneLine(text.slice(0, longest + 1));
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}
