/** The layers that both networks are made of. Images are [batch, height, width, channels]. */
import * as tf from '@tensorflow/tfjs-core';
import type { Convolutions } from './convolutions';
import { batchNorm, statelessUniform } from './operations';
import { kernelSize } from './variables';

/** The networks' weights by name. */
export type Weights = ReadonlyMap<string, tf.Tensor>;

/** What a forward pass needs beside its input. */
export interface Network {
  readonly weights: Weights;
  readonly convolutions: Convolutions;
}

/** A weight by its name; an unknown name is a mistake in the model code. */
export function weight(weights: Weights, name: string): tf.Tensor {
  const tensor = weights.get(name);
  if (tensor === undefined) {
    throw new Error(`There is no weight ${name}.`);
  }
  return tensor;
}

/** 4×4 convolution of stride 2, SAME: half the height and width. */
export function downConvolution(x: tf.Tensor4D, { weights, convolutions }: Network, block: string): tf.Tensor4D {
  return convolutions.down(x, kernel(weights, block));
}

/** One pixel of zeros around, then a 4×4 convolution of stride 1, VALID: one pixel smaller. */
export function paddedConvolution(x: tf.Tensor4D, { weights, convolutions }: Network, block: string): tf.Tensor4D {
  const padded = tf.pad4d(x, [
    [0, 0],
    [1, 1],
    [1, 1],
    [0, 0],
  ]);
  return convolutions.valid(padded, kernel(weights, block));
}

/** 4×4 transposed convolution of stride 2, SAME: twice the height and width. */
export function upConvolution(x: tf.Tensor4D, { weights, convolutions }: Network, block: string): tf.Tensor4D {
  return convolutions.up(x, kernel(weights, block));
}

/** Batch normalisation with the block's gamma and beta. */
export function norm(x: tf.Tensor4D, { weights }: Network, block: string, epsilon: number): tf.Tensor4D {
  return batchNorm(x, weight(weights, `${block}/norm/gamma`), weight(weights, `${block}/norm/beta`), epsilon);
}

/** Adds the block's bias to each channel. */
export function addBias(x: tf.Tensor4D, { weights }: Network, block: string): tf.Tensor4D {
  return tf.add(x, weight(weights, `${block}/bias`));
}

/**
 * Dropout: each value is zeroed with probability `rate`, the others are scaled so that the mean stays.
 *
 * @param seed int32 [2]; the mask depends on nothing else
 * @param stream tells the masks of one seed apart
 */
export function dropout(x: tf.Tensor4D, rate: number, seed: tf.Tensor, stream: number): tf.Tensor4D {
  const own = tf.add(seed, tf.tensor1d([0, stream], 'int32'));
  const kept = tf.cast(tf.greaterEqual(statelessUniform(x.shape, own), rate), 'float32');
  return tf.mul(x, tf.mul(kept, 1 / (1 - rate)));
}

function kernel(weights: Weights, block: string): tf.Tensor4D {
  const name = `${block}/kernel`;
  const tensor = weight(weights, name);
  if (tensor.rank !== 4 || tensor.shape[0] !== kernelSize) {
    throw new Error(`The weight ${name} has shape [${tensor.shape.join(', ')}], which is no 4×4 kernel.`);
  }
  return tensor as tf.Tensor4D;
}
