/**
 * Compares names as people count: "2.png" before "10.png". The same on every machine, whatever its language, because
 * the training order follows from it.
 */
export function compareNaturally(a: string, b: string): number {
  return compareCodes(countingKey(a), countingKey(b)) || compareCodes(a, b);
}

/** Puts its number of digits before every number, so that a comparison character by character orders by value. */
function countingKey(name: string): string {
  return name.replace(/\d+/g, (digits) => {
    const number = digits.replace(/^0+(?=\d)/, '');
    return String(number.length).padStart(4, '0') + number;
  });
}

function compareCodes(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
