/** Side of the windows in pixels. */
const window = 8;
/** For values in a range of 2 (Wang et al., 2004). */
const [c1, c2] = [(0.01 * 2) ** 2, (0.03 * 2) ** 2];

/**
 * @param {Float32Array} a
 * @param {Float32Array} b
 */
export function largestDifference(a, b) {
  if (a.length !== b.length) throw new Error(`${String(a.length)} values against ${String(b.length)}`);
  return a.reduce((largest, value, at) => Math.max(largest, Math.abs(value - Number(b[at]))), 0);
}

/**
 * Structural similarity: the mean over windows of 8×8 pixels, channels and pictures.
 *
 * @param {Float32Array} a [pictures, size, size, 3] in [-1, 1]
 * @param {Float32Array} b the same
 * @param {number} size
 */
export function structuralSimilarity(a, b, size) {
  let [sum, count] = [0, 0];
  const picture = size * size * 3;
  for (let start = 0; start < a.length; start += picture) {
    for (let y = 0; y + window <= size; y += window) {
      for (let x = 0; x + window <= size; x += window) {
        for (let channel = 0; channel < 3; channel++) {
          sum += windowSimilarity(a, b, start + (y * size + x) * 3 + channel, size * 3);
          count += 1;
        }
      }
    }
  }
  return sum / count;
}

/**
 * @param {Float32Array} a
 * @param {Float32Array} b
 * @param {number} start
 * @param {number} row
 */
function windowSimilarity(a, b, start, row) {
  let [sumA, sumB, squareA, squareB, product] = [0, 0, 0, 0, 0];
  for (let y = 0; y < window; y++) {
    for (let x = 0; x < window; x++) {
      const [valueA, valueB] = [Number(a[start + y * row + x * 3]), Number(b[start + y * row + x * 3])];
      sumA += valueA;
      sumB += valueB;
      squareA += valueA * valueA;
      squareB += valueB * valueB;
      product += valueA * valueB;
    }
  }
  const area = window * window;
  const [meanA, meanB] = [sumA / area, sumB / area];
  const [varianceA, varianceB] = [squareA / area - meanA ** 2, squareB / area - meanB ** 2];
  const covariance = product / area - meanA * meanB;
  return (
    ((2 * meanA * meanB + c1) * (2 * covariance + c2)) / ((meanA ** 2 + meanB ** 2 + c1) * (varianceA + varianceB + c2))
  );
}
