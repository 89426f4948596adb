/** Random contrast, saturation and brightness, for networks that shall not depend on the light of the training pictures. */
import * as tf from '@tensorflow/tfjs-core';

/** Weights of red, green and blue in brightness (ITU-R BT.601). */
const lumaWeights = [0.299, 0.587, 0.114] as const;

/**
 * Changes each picture of a batch: saturation about its own grey, contrast about the middle grey, then brightness; what
 * leaves the range is cut. Each pixel depends on itself alone, so that crops commute with it.
 *
 * @param pictures [batch, height, width, 3] in [-1, 1]
 * @param factors [batch, 3]: contrast and saturation as factors, brightness as a summand; 1, 1, 0 change nothing
 * @returns the same shape and range
 */
export function colourJitter(pictures: tf.Tensor4D, factors: tf.Tensor2D): tf.Tensor4D {
  const [batch, height, width] = pictures.shape;
  const factor = (index: number): tf.Tensor4D =>
    tf.reshape(tf.slice(factors, [0, index], [batch, 1]), [batch, 1, 1, 1]);
  const weighted = lumaWeights.map((weight, channel) =>
    tf.mul(tf.slice4d(pictures, [0, 0, 0, channel], [batch, height, width, 1]), weight),
  );
  const grey = weighted.reduce((sum, part) => tf.add(sum, part));
  const saturated = tf.add(grey, tf.mul(tf.sub(pictures, grey), factor(1)));
  const changed = tf.add(tf.mul(saturated, factor(0)), factor(2));
  return tf.minimum(tf.maximum(changed, -1), 1);
}
