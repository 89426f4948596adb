/** @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return (Number(sorted[Math.ceil(middle) - 1]) + Number(sorted[Math.floor(middle)])) / 2;
}

/** @param {readonly number[]} values */
export function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * Standard error of the mean; NaN of fewer than two values, which say nothing about it.
 *
 * @param {readonly number[]} values
 */
export function standardError(values) {
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1) / values.length);
}

/**
 * A ratio that was measured, and its standard error.
 *
 * @typedef {{ ratio: number, error: number }} Ratio
 */

/**
 * Ratio of the means of two independent samples; its error to first order, which serves while both are small.
 *
 * @param {readonly number[]} values
 * @param {readonly number[]} others
 * @returns {Ratio}
 */
export function ratioOfMeans(values, others) {
  const ratio = mean(values) / mean(others);
  const relative = [values, others].map((sample) => standardError(sample) / mean(sample));
  return { ratio, error: ratio * Math.hypot(...relative) };
}

/**
 * Mean of independent ratios.
 *
 * @param {readonly Ratio[]} ratios
 * @returns {Ratio}
 */
export function meanRatio(ratios) {
  const errors = ratios.map(({ error }) => error);
  return { ratio: mean(ratios.map(({ ratio }) => ratio)), error: Math.hypot(...errors) / ratios.length };
}

/**
 * The value that the given part of all values does not exceed.
 *
 * @param {readonly number[]} values
 * @param {number} part from 0 to 1
 */
export function percentile(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  return Number(sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)]);
}

/**
 * @param {readonly number[]} values
 * @param {readonly number[]} others as many, none of them 0
 * @returns {number} NaN where there are not as many
 */
export function largestRelativeDifference(values, others) {
  if (values.length !== others.length) return Number.NaN;
  return Math.max(...values.map((value, at) => Math.abs(value / Number(others[at]) - 1)));
}
