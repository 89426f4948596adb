/** The objective's terms (paper, section 3.1). */
import * as tf from '@tensorflow/tfjs-core';
import { withGradient } from './operations';

/**
 * Mean sigmoid cross-entropy of logits against one label for all patches, in the form that cannot overflow:
 * max(x, 0) − x·label + log(1 + e^−|x|).
 *
 * @param label 1 for "real", 0 for "generated"
 */
export function sigmoidCrossEntropy(logits: tf.Tensor, label: 0 | 1): tf.Scalar {
  return withGradient(
    [logits],
    () => {
      const positive = tf.relu(logits);
      const linear = label === 1 ? tf.sub(positive, logits) : positive;
      const value: tf.Scalar = tf.mean(tf.add(linear, tf.log1p(tf.exp(tf.neg(tf.abs(logits))))));
      return { value, saved: [logits] };
    },
    (dy, saved) => saved.map((logits) => tf.mul(tf.sub(tf.sigmoid(logits), label), tf.div(dy, logits.size))),
  );
}

/** Mean absolute difference; its gradient at equality is 0, as TensorFlow's. */
export function meanAbsoluteDifference(target: tf.Tensor, output: tf.Tensor): tf.Scalar {
  return withGradient(
    [target, output],
    () => {
      const difference = tf.sub(target, output);
      const value: tf.Scalar = tf.mean(tf.abs(difference));
      return { value, saved: [difference] };
    },
    (dy, saved) =>
      saved.flatMap((difference) => {
        const gradient = tf.mul(tf.sign(difference), tf.div(dy, difference.size));
        return [gradient, tf.neg(gradient)];
      }),
  );
}
