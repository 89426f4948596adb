/** JSON as a person can read it, with the line end that editors expect. */
export function prettyJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
