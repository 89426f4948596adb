/**
 * Convolutions in mixed precision (Micikevicius et al., "Mixed Precision Training", 2018): products of short floats, for
 * processors and GPUs that compute them faster. What goes in and comes out is float32, and so are weights, norms, losses
 * and the optimizers. bfloat16 has float32's range; for float16 see `loss-scale.ts`.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Precision } from '../contract/config';
import { plainConvolutions, type Convolutions } from './convolutions';
import { kernelGradient, toPrecision, withGradient } from './operations';

type Convolution = Convolutions['down'];
/** Of x and of the kernel. */
type Gradients = (dy: tf.Tensor4D, x: tf.Tensor4D, kernel: tf.Tensor4D) => [tf.Tensor, tf.Tensor];

export function mixedConvolutions(precision: Exclude<Precision, 'float32'>): Convolutions {
  /** Inputs are kept for the gradients in the short form, which takes half the memory. */
  const mixed =
    (convolution: Convolution, gradients: Gradients): Convolution =>
    (x, kernel) =>
      withGradient(
        [x, kernel],
        () => {
          const short = [toPrecision(x, precision), toPrecision(kernel, precision)] as const;
          return { value: toPrecision(convolution(...short), 'float32'), saved: short };
        },
        (dy, [x, kernel]) => {
          const short = gradients(toPrecision(dy, precision) as tf.Tensor4D, x as tf.Tensor4D, kernel as tf.Tensor4D);
          return short.map((gradient) => toPrecision(gradient, 'float32'));
        },
      );
  return {
    down: mixed(plainConvolutions.down, (dy, x, kernel) => [
      tf.conv2dTranspose(dy, kernel, x.shape, 2, 'same'),
      kernelGradient(x, dy, kernel.shape, 2, 'same'),
    ]),
    valid: mixed(plainConvolutions.valid, (dy, x, kernel) => [
      tf.conv2dTranspose(dy, kernel, x.shape, 1, 'valid'),
      kernelGradient(x, dy, kernel.shape, 1, 'valid'),
    ]),
    up: mixed(plainConvolutions.up, (dy, x, kernel) => [
      tf.conv2d(dy, kernel, 2, 'same'),
      kernelGradient(dy, x, kernel.shape, 2, 'same'),
    ]),
  };
}
