/**
 * The items in the order in which people count their names: "2.png" before "10.png". The same on every machine, whatever
 * its language, because the training order follows from it.
 */
export function inNaturalOrder<T>(items: readonly T[], nameOf: (item: T) => string): T[] {
  const named = items.map((item) => ({ item, name: nameOf(item), key: countingKey(nameOf(item)) }));
  named.sort((a, b) => compareCodes(a.key, b.key) || compareCodes(a.name, b.name));
  return named.map(({ item }) => item);
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
