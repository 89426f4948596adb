/**
 * Compares names as people count: "2.png" before "10.png". The same on every machine, whatever its language, because
 * the training order follows from it.
 */
export function compareNaturally(a: string, b: string): number {
  const left = splitDigits(a);
  const right = splitDigits(b);
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const difference = comparePart(left[index] ?? '', right[index] ?? '');
    if (difference !== 0) {
      return difference;
    }
  }
  return left.length - right.length || compareCodes(a, b);
}

/** Alternating text and digits: "a12b" as "a", "12", "b". */
function splitDigits(name: string): string[] {
  return name.match(/\d+|\D+/g) ?? [];
}

function comparePart(a: string, b: string): number {
  if (!/^\d/.test(a) || !/^\d/.test(b)) {
    return compareCodes(a, b);
  }
  // By length first, because a name can hold more digits than a number does.
  const [left, right] = [a.replace(/^0+/, ''), b.replace(/^0+/, '')];
  return left.length - right.length || compareCodes(left, right);
}

function compareCodes(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
