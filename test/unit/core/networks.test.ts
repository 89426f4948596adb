/** Shapes of the networks at the paper's size, and what they see. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { presets } from '../../../src-main/contract/config';
import { discriminator } from '../../../src-main/core/discriminator';
import { generator } from '../../../src-main/core/generator';
import { kernelNames } from '../../../src-main/core/kernels';
import { plainConvolutions } from '../../../src-main/core/convolutions';
import { dropout, type Network } from '../../../src-main/core/layers';
import {
  discriminatorVariables,
  generatorVariables,
  type Architecture,
  type VariableSpec,
} from '../../../src-main/core/variables';
import { GraphBuilder } from '../../../src-main/graph/builder';
import { loadTensorFlow } from '../../../src-main/native/tensorflow';
import { floats, numbers, toTensor } from '../../support/tensors';
import { tracing } from '../../support/tracing';

const architecture: Architecture = { ...presets.studio, filters: 4 };
const picture = { shape: [1, 256, 256, 3], dtype: 'float32' } as const;

/** Norms mix all positions. For what the convolutions alone see, they do nothing here: this comes before `tracing`. */
async function switchNormsOff(): Promise<void> {
  const tensorflow = await loadTensorFlow();
  const register = (kernelName: string, kernel: (inputs: tf.NamedTensorInfoMap) => tf.TensorInfo[]): void => {
    tensorflow.registerKernel({ kernelName, backendName: 'tensorflow', kernelFunc: ({ inputs }) => kernel(inputs) });
  };
  register(kernelNames.batchNorm, ({ x }) => [tf.clone(x as tf.Tensor), tf.scalar(0), tf.scalar(0), tf.scalar(0)]);
  register(kernelNames.batchNormGrad, ({ dy, gamma }) => [
    tf.clone(dy as tf.Tensor),
    tf.zerosLike(gamma as tf.Tensor),
    tf.zerosLike(gamma as tf.Tensor),
  ]);
}

beforeAll(async () => {
  await switchNormsOff();
  await tracing();
});

const network = (weights: ReadonlyMap<string, tf.Tensor>): Network => ({ weights, convolutions: plainConvolutions });

function randomWeights(specs: readonly VariableSpec[]): Map<string, tf.Tensor> {
  return new Map(
    specs.map(({ name, shape }, index) => [name, toTensor(floats(shape, { low: -0.3, high: 0.3, seed: index }))]),
  );
}

describe('discriminator', () => {
  it.each([
    [256, 30],
    [512, 62],
    [64, 6],
  ])('gives for a side of %i pixels %i logits a side', async (size, logits) => {
    const { tracer } = await tracing();
    const builder = new GraphBuilder();
    const specs = discriminatorVariables(architecture);
    specs.forEach(({ name, shape, initializer }) => builder.variable(name, shape, initializer));
    const shape = [2, size, size, 3];
    const inputs = { input: { shape, dtype: 'float32' }, picture: { shape, dtype: 'float32' } } as const;
    tracer.trace(builder, 'd', inputs, (given, context) => {
      const byName = new Map(specs.map(({ name }) => [name, context.variable(name)]));
      const images = [given.input, given.picture] as [tf.Tensor4D, tf.Tensor4D];
      return { logits: discriminator(...images, network(byName), architecture) };
    });
    expect(builder.signatures.get('d')?.outputs.logits?.shape).toEqual([2, logits, logits, 1]);
  });

  it('judges patches of 70×70 pixels, eight pixels apart', () => {
    tf.tidy(() => {
      const weights = network(randomWeights(discriminatorVariables(architecture)));
      const input = toTensor(floats(picture.shape)) as tf.Tensor4D;
      const target = toTensor(floats(picture.shape, { seed: 2 })) as tf.Tensor4D;
      const seenBy = (row: number, column: number): readonly [number, number, number, number] => {
        const logit = (given: tf.Tensor): tf.Tensor =>
          tf.sum(
            tf.slice(
              discriminator(given as tf.Tensor4D, target, weights, architecture),
              [0, row, column, 0],
              [1, 1, 1, 1],
            ),
          );
        const influence = tf.sum(tf.abs(tf.grad(logit)(input)), 3);
        return [...extent(numbers(tf.max(influence, 2))), ...extent(numbers(tf.max(influence, 1)))];
      };
      const [top, bottom, left, right] = seenBy(12, 15);
      expect([bottom - top + 1, right - left + 1]).toEqual([70, 70]);
      expect(seenBy(13, 17)).toEqual([top + 8, bottom + 8, left + 16, right + 16]);
    });
  });
});

/** First and last index of what is not zero. */
function extent(values: readonly number[]): readonly [number, number] {
  const seen = values.map((value) => value !== 0);
  return [seen.indexOf(true), seen.lastIndexOf(true)];
}

describe('generator', () => {
  it.each([64, 128, 256, 512] as const)('gives a picture of %i pixels for one', async (size) => {
    const { tracer } = await tracing();
    const builder = new GraphBuilder();
    const specs = generatorVariables({ ...architecture, size });
    specs.forEach(({ name, shape, initializer }) => builder.variable(name, shape, initializer));
    const inputs = { input: { shape: [2, size, size, 3], dtype: 'float32' } } as const;
    tracer.trace(builder, 'g', inputs, ({ input }, context) => {
      const byName = new Map(specs.map(({ name }) => [name, context.variable(name)]));
      return { prediction: generator(input as tf.Tensor4D, network(byName), { ...architecture, size }, null) };
    });
    expect(builder.signatures.get('g')?.outputs.prediction?.shape).toEqual([2, size, size, 3]);
    // Every declared variable is used.
    const read = new Set(builder.nodes.filter(({ op }) => op === 'ReadVariableOp').map(({ inputs: [from] }) => from));
    expect(read.size).toBe(specs.length);
  });

  it('names a weight that is missing or no kernel', () => {
    tf.tidy(() => {
      const input = toTensor(floats([1, 64, 64, 3])) as tf.Tensor4D;
      const small = { ...architecture, size: 64 } as const;
      const byName = randomWeights(generatorVariables(small));
      byName.set('generator/down_1/kernel', tf.zeros([3, 3, 3, 4]));
      expect(() => generator(input, network(byName), small, null)).toThrow(
        'generator/down_1/kernel has shape [3, 3, 3, 4]',
      );
      byName.delete('generator/down_1/kernel');
      expect(() => generator(input, network(byName), small, null)).toThrow('no weight generator/down_1/kernel');
    });
  });
});

describe('dropout', () => {
  it('zeroes the rate’s share, keeps the mean, and follows from seed and stream', () => {
    tf.tidy(() => {
      const ones: tf.Tensor4D = tf.ones([1, 50, 50, 4]);
      const seed = tf.tensor1d([3, 4], 'int32');
      const mask = (rate: number, stream: number): number[] => numbers(dropout(ones, rate, seed, stream));
      const values = mask(0.25, 0);
      expect(new Set(values)).toEqual(new Set([0, Math.fround(1 / 0.75)]));
      // Five standard deviations of 10,000 draws.
      expect(Math.abs(values.filter((value) => value === 0).length / 10_000 - 0.25)).toBeLessThan(0.022);
      expect(mask(0.25, 0)).toEqual(values);
      expect(mask(0.25, 1)).not.toEqual(values);
      expect(mask(0, 0)).toEqual(numbers(ones));
    });
  });
});
