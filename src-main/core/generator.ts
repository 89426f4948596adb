/** The generator: a U-Net (paper, sections 3.2.1 and 6.1.1). */
import * as tf from '@tensorflow/tfjs-core';
import { addBias, downConvolution, dropout, norm, upConvolution, type Network } from './layers';
import { leakyRelu, relu, tanh } from './operations';
import { downWidths, hasDownNorm, type Architecture } from './variables';

/** Up-sampling blocks with dropout, from the innermost. */
export const dropoutBlocks = 3;

/** Seeds that one step's masks use up; the next step's seed must be at least this much further. */
export const dropoutStreams = dropoutBlocks;

/**
 * Input picture to predicted picture.
 *
 * @param input [batch, height, width, 3] in [-1, 1]; height and width are multiples of 2^depth
 * @param noiseSeed int32 [2] for dropout (the paper's noise z), or null for none
 * @returns [batch, height, width, 3] in (-1, 1)
 */
export function generator(
  input: tf.Tensor4D,
  network: Network,
  architecture: Architecture,
  noiseSeed: tf.Tensor | null,
): tf.Tensor4D {
  const { dropout: rate, leakySlope, normEpsilon, bottleneckNorm } = architecture;
  const depth = downWidths(architecture).length;
  const skips: tf.Tensor4D[] = [];
  let x = input;
  for (let index = 0; index < depth; index++) {
    const block = `generator/down_${String(index + 1)}`;
    x = downConvolution(x, network, block);
    if (hasDownNorm(index, depth, bottleneckNorm)) {
      x = norm(x, network, block, normEpsilon);
    }
    x = leakyRelu(x, leakySlope);
    skips.push(x);
  }
  skips.pop();
  for (let index = 0; index < depth - 1; index++) {
    const block = `generator/up_${String(index + 1)}`;
    x = norm(upConvolution(x, network, block), network, block, normEpsilon);
    if (index < dropoutBlocks && noiseSeed !== null && rate > 0) {
      x = dropout(x, rate, noiseSeed, index);
    }
    x = relu(x);
    const skip = skips.pop();
    x = skip === undefined ? x : tf.concat([x, skip], 3);
  }
  return tanh(addBias(upConvolution(x, network, 'generator/last'), network, 'generator/last'));
}
