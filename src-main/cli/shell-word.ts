/** Texts as single words of a command that a person can copy. */

/** Letters, digits and marks that mean nothing to a shell. */
const plainWord = /^[\p{L}\p{N}_@%+=:,./-]+$/u;
const plainWordOfWindows = /^[\p{L}\p{N}_@+=:,./\\-]+$/u;

/**
 * A text as one word: as it is, or in quotes where a shell would else take it apart or replace something in it.
 *
 * @param platform Node's name of the system whose shell it is for
 */
export function shellWord(text: string, platform: string = process.platform): string {
  if (platform === 'win32') {
    // A path has no double quotes there.
    return plainWordOfWindows.test(text) ? text : `"${text}"`;
  }
  return plainWord.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
