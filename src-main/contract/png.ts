/** What can be told of a PNG file without decoding it. */

/** W3C, "Portable Network Graphics (PNG) Specification", section 5.2. */
const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Whether a file begins as one does. */
export function isPng(file: Uint8Array): boolean {
  return signature.every((byte, index) => file[index] === byte);
}
