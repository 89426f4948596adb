import type * as tf from '@tensorflow/tfjs-core';
import { jitter } from '../../src-main/core/jitter';

/** Crop, mirror and normalisation to `size` of input, target, offsets and mirrors, in the form that a tracer takes. */
export function jitteredTo(size: number) {
  return (...[input, target, offsets, mirror]: tf.Tensor[]): readonly tf.Tensor[] => {
    const pair = jitter(
      {
        input: input as tf.Tensor4D,
        target: target as tf.Tensor4D,
        offsets: offsets as tf.Tensor2D,
        mirror: mirror as tf.Tensor1D,
        colour: null,
      },
      size,
    );
    return [pair.input, pair.target];
  };
}
