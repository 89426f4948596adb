/** From stored bytes to what the networks see: random crop, random mirror, [-1, 1] (paper, section 6.2). */
import * as tf from '@tensorflow/tfjs-core';
import { colourJitter } from './colour-jitter';
import { dynamicSlice, quotient, select } from './operations';

/** Bytes 0…255 to [-1, 1], as the tutorial: x / 127.5 − 1, to the last bit. */
export function normalise(bytes: tf.Tensor4D): tf.Tensor4D {
  return tf.sub(quotient(tf.cast(bytes, 'float32'), 127.5), 1);
}

export interface JitterInputs {
  /** Bytes [batch, side, side, 3]. */
  readonly input: tf.Tensor4D;
  /** Bytes [batch, side, side, 3]. */
  readonly target: tf.Tensor4D;
  /** int32 [batch, 2]: top and left of each crop. */
  readonly offsets: tf.Tensor2D;
  /** bool [batch]: whether each pair is mirrored. */
  readonly mirror: tf.Tensor1D;
  /** float32 [batch, 3] as `colourJitter` takes it, the same for both pictures of a pair; null for none. */
  readonly colour: tf.Tensor2D | null;
}

/**
 * The same crop and mirror for both pictures of a pair, drawn anew for each pair of the batch.
 *
 * @param size side of the crop in pixels
 * @returns input and target, [batch, size, size, 3] in [-1, 1]
 */
export function jitter(
  { input, target, offsets, mirror, colour }: JitterInputs,
  size: number,
): { readonly input: tf.Tensor4D; readonly target: tf.Tensor4D } {
  const [batch, , , channels] = input.shape;
  const pairs: tf.Tensor4D = tf.concat([input, target], 3);
  const crops = Array.from({ length: batch }, (_, index) => {
    const begin = tf.concat([
      tf.tensor1d([index], 'int32'),
      tf.reshape(tf.slice(offsets, [index, 0], [1, 2]), [2]),
      tf.tensor1d([0], 'int32'),
    ]);
    const crop = dynamicSlice(pairs, begin, [1, size, size, 2 * channels]);
    const mirrored = tf.reverse(crop, [2]);
    return select(tf.reshape(tf.slice(mirror, [index], [1]), []), mirrored, crop);
  });
  const cropped = normalise(tf.concat(crops, 0) as tf.Tensor4D);
  const whole = [batch, size, size, channels] as const;
  const coloured = (picture: tf.Tensor4D): tf.Tensor4D => (colour === null ? picture : colourJitter(picture, colour));
  return {
    input: coloured(tf.slice4d(cropped, [0, 0, 0, 0], [...whole])),
    target: coloured(tf.slice4d(cropped, [0, 0, 0, channels], [...whole])),
  };
}
