/**
 * Dynamic loss scaling (Micikevicius et al., "Mixed Precision Training", 2018): float16 rounds small gradients to zero, so
 * losses are multiplied before the gradients are taken, and the gradients divided after. Where that makes a gradient
 * infinite, the step is left out and the scale halved; after many good steps it is doubled. A power of two throughout,
 * which changes no digit.
 */
import * as tf from '@tensorflow/tfjs-core';
import { select } from './operations';
import type { VariableSpec } from './variables';

export const lossScaleNames = { scale: 'loss_scale', goodSteps: 'loss_scale_good_steps' } as const;

const firstScale = 2 ** 15;
const largestScale = 2 ** 24;
/** Good steps until a larger scale is tried. */
const patience = 2000;

/** What is kept in checkpoints, so that a resumed run scales as one that went on. */
export const lossScaleVariables: readonly VariableSpec[] = [
  { name: lossScaleNames.scale, shape: [], initializer: { kind: 'constant', value: firstScale } },
  { name: lossScaleNames.goodSteps, shape: [], initializer: { kind: 'constant', value: 0 } },
];

/** Whether all values of all tensors are finite: a bool. */
export function areFinite(tensors: readonly tf.Tensor[]): tf.Tensor {
  return tf.all(tf.isFinite(tf.stack(tensors.map((tensor) => tf.sum(tf.abs(tensor))))));
}

/** The scale and the number of good steps after a step whose gradients were finite, or were not. */
export function nextLossScale(
  scale: tf.Tensor,
  goodSteps: tf.Tensor,
  isFinite: tf.Tensor,
): { readonly scale: tf.Tensor; readonly goodSteps: tf.Tensor } {
  const counted = tf.add(goodSteps, 1);
  const isDue = tf.greaterEqual(counted, patience);
  const larger = tf.minimum(tf.mul(scale, 2), largestScale);
  const smaller = tf.maximum(tf.div(scale, 2), 1);
  const none = tf.zerosLike(goodSteps);
  return {
    scale: select(isFinite, select(isDue, larger, scale), smaller),
    goodSteps: select(isFinite, select(isDue, none, counted), none),
  };
}
