/**
 * The three convolutions of the networks, as something that can be computed in more than one way. Pictures are
 * [batch, height, width, channels]; kernels are TensorFlow's, [4, 4, in, out] or transposed [4, 4, out, in].
 */
import * as tf from '@tensorflow/tfjs-core';

export interface Convolutions {
  /** Stride 2, SAME: half the height and width. */
  readonly down: (x: tf.Tensor4D, kernel: tf.Tensor4D) => tf.Tensor4D;
  /** Stride 1, VALID: three pixels less in height and width. */
  readonly valid: (x: tf.Tensor4D, kernel: tf.Tensor4D) => tf.Tensor4D;
  /** Transposed, stride 2, SAME: twice the height and width. */
  readonly up: (x: tf.Tensor4D, kernel: tf.Tensor4D) => tf.Tensor4D;
}

/** The backend's own kernels, with TF.js's gradients. */
export const plainConvolutions: Convolutions = {
  down: (x, kernel) => tf.conv2d(x, kernel, 2, 'same'),
  valid: (x, kernel) => tf.conv2d(x, kernel, 1, 'valid'),
  up: (x, kernel) => {
    const [batch, height, width] = x.shape;
    return tf.conv2dTranspose(x, kernel, [batch, height * 2, width * 2, kernel.shape[2]], 2, 'same');
  },
};
