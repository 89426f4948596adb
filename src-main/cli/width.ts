/** How much room a text takes on a terminal, where Hangul and other East Asian letters are two columns wide. */

const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/;

/** Columns that `text` takes; it must hold no control characters. */
export function displayWidth(text: string): number {
  let columns = 0;
  for (const letter of text) {
    columns += wide.test(letter) ? 2 : 1;
  }
  return columns;
}

/** The longest beginning of `text` that fits into `columns`. */
export function fitColumns(text: string, columns: number): string {
  let fitted = '';
  let used = 0;
  for (const letter of text) {
    used += displayWidth(letter);
    if (used > columns) {
      break;
    }
    fitted += letter;
  }
  return fitted;
}

/** `text` with blanks after it up to `columns`. */
export function padColumns(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - displayWidth(text)));
}
