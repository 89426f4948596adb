/** The discriminator: a 70×70 PatchGAN (paper, sections 3.2.2 and 6.1.2). */
import * as tf from '@tensorflow/tfjs-core';
import { addBias, downConvolution, norm, paddedConvolution, type Network } from './layers';
import { leakyRelu } from './operations';
import type { Architecture } from './variables';

const strideTwoBlocks = 3;

/**
 * Logits of "this picture is the real target of that input", one for each 70×70 patch.
 *
 * @param input [batch, height, width, 3] in [-1, 1]
 * @param picture [batch, height, width, 3] in [-1, 1], target or prediction
 * @returns [batch, height/8 − 2, width/8 − 2, 1]
 */
export function discriminator(
  input: tf.Tensor4D,
  picture: tf.Tensor4D,
  network: Network,
  { leakySlope, normEpsilon }: Pick<Architecture, 'leakySlope' | 'normEpsilon'>,
): tf.Tensor4D {
  let x: tf.Tensor4D = tf.concat([input, picture], 3);
  for (let index = 0; index < strideTwoBlocks; index++) {
    const block = `discriminator/down_${String(index + 1)}`;
    x = downConvolution(x, network, block);
    if (index > 0) {
      x = norm(x, network, block, normEpsilon);
    }
    x = leakyRelu(x, leakySlope);
  }
  const block = `discriminator/down_${String(strideTwoBlocks + 1)}`;
  x = leakyRelu(norm(paddedConvolution(x, network, block), network, block, normEpsilon), leakySlope);
  return addBias(paddedConvolution(x, network, 'discriminator/last'), network, 'discriminator/last');
}

/**
 * The probability that each patch of the picture is real, as the discriminator sees it.
 *
 * @returns [batch, height/8 − 2, width/8 − 2, 1] in (0, 1)
 */
export function realness(...parameters: Parameters<typeof discriminator>): tf.Tensor4D {
  return tf.sigmoid(discriminator(...parameters));
}
