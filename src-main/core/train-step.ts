/** One step of adversarial training: losses and the gradients of both networks (paper, sections 3.1 and 3.3). */
import * as tf from '@tensorflow/tfjs-core';
import type { TrainConfig } from '../contract/config';
import type { LossName } from '../contract/metrics';
import type { Convolutions } from './convolutions';
import { discriminator } from './discriminator';
import { generator } from './generator';
import type { Weights } from './layers';
import { meanAbsoluteDifference, sigmoidCrossEntropy } from './losses';
import type { Architecture } from './variables';

export interface StepInputs {
  /** [batch, size, size, 3] in [-1, 1]. */
  readonly input: tf.Tensor4D;
  /** [batch, size, size, 3] in [-1, 1]. */
  readonly target: tf.Tensor4D;
  /** int32 [2] for the masks of dropout. */
  readonly noiseSeed: tf.Tensor;
  /** Scalar weight of the L1 term. */
  readonly lambda: tf.Scalar;
  /** What the losses are multiplied by while gradients are taken (`loss-scale.ts`); null for nothing. */
  readonly lossScale: tf.Tensor | null;
}

export interface StepVariables {
  readonly generator: readonly tf.Variable[];
  readonly discriminator: readonly tf.Variable[];
}

export interface StepResult {
  readonly losses: Readonly<Record<LossName, tf.Scalar>>;
  /** By variable name; the caller disposes them. */
  readonly generatorGradients: tf.NamedTensorMap;
  readonly discriminatorGradients: tf.NamedTensorMap;
}

/**
 * Losses and gradients of both networks from the same forward passes, before either is updated (the tutorial's
 * `train_step`). Written as two losses; an executor that shares equal nodes runs the generator once.
 */
export function trainStep(
  { input, target, noiseSeed, lambda, lossScale }: StepInputs,
  variables: StepVariables,
  architecture: Architecture & Pick<TrainConfig, 'discriminatorLossScale'>,
  convolutions: Convolutions,
): StepResult {
  const weights: Weights = new Map(
    [...variables.generator, ...variables.discriminator].map((variable) => [variable.name, variable]),
  );
  const network = { weights, convolutions };
  const parts: { prediction?: tf.Tensor4D; gan?: tf.Scalar; l1?: tf.Scalar } = {};

  const forGenerator = tf.variableGrads(() => {
    const prediction = generator(input, network, architecture, noiseSeed);
    const logits = discriminator(input, prediction, network, architecture);
    const gan = sigmoidCrossEntropy(logits, 1);
    const l1 = meanAbsoluteDifference(target, prediction);
    Object.assign(parts, { prediction: tf.keep(prediction), gan: tf.keep(gan), l1: tf.keep(l1) });
    return scaled(tf.add(gan, tf.mul(lambda, l1)), lossScale);
  }, [...variables.generator]);

  const { prediction, gan, l1 } = parts;
  if (prediction === undefined || gan === undefined || l1 === undefined) {
    throw new Error('The generator loss was not evaluated.');
  }

  const forDiscriminator = tf.variableGrads(() => {
    const real = sigmoidCrossEntropy(discriminator(input, target, network, architecture), 1);
    const generated = sigmoidCrossEntropy(discriminator(input, prediction, network, architecture), 0);
    return scaled(tf.mul(tf.add(real, generated), architecture.discriminatorLossScale), lossScale);
  }, [...variables.discriminator]);
  prediction.dispose();

  return {
    losses: {
      gen_total_loss: unscaled(forGenerator.value, lossScale),
      gen_gan_loss: gan,
      gen_l1_loss: l1,
      disc_loss: unscaled(forDiscriminator.value, lossScale),
    },
    generatorGradients: allUnscaled(forGenerator.grads, lossScale),
    discriminatorGradients: allUnscaled(forDiscriminator.grads, lossScale),
  };
}

function scaled(loss: tf.Scalar, scale: tf.Tensor | null): tf.Scalar {
  return scale === null ? loss : tf.mul(loss, scale);
}

function unscaled<T extends tf.Tensor>(value: T, scale: tf.Tensor | null): T {
  return scale === null ? value : tf.div(value, scale);
}

function allUnscaled(gradients: tf.NamedTensorMap, scale: tf.Tensor | null): tf.NamedTensorMap {
  return Object.fromEntries(Object.entries(gradients).map(([name, gradient]) => [name, unscaled(gradient, scale)]));
}
