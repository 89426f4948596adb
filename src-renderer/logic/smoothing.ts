/** The smoothed form of a curve: a running mean in which older steps weigh less and less. */

/** Largest weight of the past: about a thousand steps are averaged. */
export const largestSmoothing = 0.999;
export const defaultSmoothing = 0.9;

/**
 * A running mean that has seen nothing yet. It starts without a bias towards its first value (TensorBoard's form): after
 * n values it is their weighted mean with weights 1, w, w², … from the newest to the oldest.
 *
 * @param weight of the past, from 0 (no smoothing) to below 1
 * @returns takes the next values and writes the mean after each into `means`, which is as long; a value that is no number
 *   leaves the mean as it is
 */
export function createRunningMean(weight: number): (values: Float32Array, means: Float32Array) => void {
  let past = { sum: 0, weights: 0 };
  return (values, means) => {
    // Local to the loop: that is many times as fast for a million values.
    let { sum, weights } = past;
    for (let index = 0; index < values.length; index++) {
      const value = values[index] ?? Number.NaN;
      if (!Number.isNaN(value)) {
        sum = sum * weight + value;
        weights = weights * weight + 1;
      }
      means[index] = sum / weights;
    }
    past = { sum, weights };
  };
}
