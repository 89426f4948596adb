/** The fused operations: TensorFlow's kernels against the reference forms, their gradients, and under a trace. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { registerReferenceKernels } from '../../../src-main/core/kernels';
import {
  batchNorm,
  dynamicSlice,
  leakyRelu,
  relu,
  select,
  statelessUniform,
  tanh,
  withGradient,
} from '../../../src-main/core/operations';
import { booleans, floats, integers, largestDifference, numbers, toTensor, type Input } from '../../support/tensors';
import { traceAndRun, tracing } from '../../support/tracing';

beforeAll(async () => {
  await tracing();
  registerReferenceKernels('cpu');
});

type Compute = (...inputs: tf.Tensor[]) => readonly tf.Tensor[];

/** Values on a backend, whose tensors are all freed by the end. */
async function on(backend: 'tensorflow' | 'cpu', inputs: readonly Input[], compute: Compute): Promise<number[][]> {
  await tf.setBackend(backend);
  try {
    const before = tf.memory().numTensors;
    const results: number[][] = [];
    tf.tidy(() => {
      results.push(...compute(...inputs.map(toTensor)).map(numbers));
    });
    expect(tf.memory().numTensors, `tensors on ${backend}`).toBe(before);
    return results;
  } finally {
    await tf.setBackend('tensorflow');
  }
}

/** An operation's value and, for a loss that weighs each output differently, the gradient of each input. */
function valueAndGradients(operation: (...inputs: tf.Tensor[]) => tf.Tensor): Compute {
  return (...inputs) => {
    const value = operation(...inputs);
    const weights = toTensor(floats(value.shape, { seed: 9 }));
    return [value, ...tf.grads((...given) => tf.sum(tf.mul(operation(...given), weights)))(inputs)];
  };
}

/** Gradients of the same loss by central differences on the reference backend. */
async function byDifferences(
  inputs: readonly Input[],
  operation: (...inputs: tf.Tensor[]) => tf.Tensor,
  step: number,
): Promise<number[][]> {
  const loss = async (changed: readonly Input[]): Promise<number> => {
    const [value = []] = await on('cpu', changed, (...given) => [operation(...given)]);
    const { values } = floats([value.length], { seed: 9 });
    return value.reduce((sum, part, index) => sum + part * (values[index] ?? Number.NaN), 0);
  };
  const gradients: number[][] = [];
  for (const [which, input] of inputs.entries()) {
    const gradient: number[] = [];
    for (let index = 0; index < input.values.length; index++) {
      const moved = (by: number): readonly Input[] =>
        inputs.map((other, position) => {
          const values = Float32Array.from(other.values);
          values[index] = (values[index] ?? 0) + (position === which ? by : 0);
          return position === which ? { ...other, values } : other;
        });
      gradient.push(((await loss(moved(step))) - (await loss(moved(-step)))) / (2 * step));
    }
    gradients.push(gradient);
  }
  return gradients;
}

const x = floats([2, 3, 2, 3]);
const gamma = floats([3], { low: 0.5, high: 1.5, seed: 2 });
const beta = floats([3], { seed: 3 });
/** Away from zero, where the rectifiers have a corner. */
const sided: Input = { shape: [2, 3], dtype: 'float32', values: Float32Array.of(-2, -1, -0.25, 0.25, 1, 2) };

const differentiable: readonly (readonly [string, readonly Input[], (...inputs: tf.Tensor[]) => tf.Tensor])[] = [
  [
    'batchNorm',
    [x, gamma, beta],
    (x: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor) => batchNorm(x as tf.Tensor4D, gamma, beta, 1e-3),
  ],
  ['leakyRelu', [sided], (x: tf.Tensor) => leakyRelu(x, 0.3)],
  ['relu', [sided], (x: tf.Tensor) => relu(x)],
  ['tanh', [sided], (x: tf.Tensor) => tanh(x)],
];

describe.each(differentiable)('%s', (_, inputs, operation) => {
  it('has the same value and gradients on every backend, without a tensor left', async () => {
    const native = await on('tensorflow', inputs, valueAndGradients(operation));
    const reference = await on('cpu', inputs, valueAndGradients(operation));
    expect(native).toHaveLength(1 + inputs.length);
    native.forEach((values, index) => {
      expect(largestDifference(values, reference[index] ?? [])).toBeLessThan(1e-5);
    });
  });

  it('has the gradients that differences of its values give', async () => {
    const [, ...gradients] = await on('tensorflow', inputs, valueAndGradients(operation));
    const differences = await byDifferences(inputs, operation, 1e-2);
    gradients.forEach((gradient, index) => {
      expect(largestDifference(gradient, differences[index] ?? [])).toBeLessThan(2e-3);
    });
  });

  it('is the same in a graph, gradients included, without a tensor left', async () => {
    const eager = await on('tensorflow', inputs, valueAndGradients(operation));
    const before = tf.memory().numTensors;
    const { outputs } = await traceAndRun(inputs, valueAndGradients(operation));
    expect(tf.memory().numTensors).toBe(before);
    expect(outputs).toHaveLength(eager.length);
    outputs.forEach(({ values }, index) => {
      expect(largestDifference(values, eager[index] ?? [])).toBeLessThan(1e-5);
    });
  });
});

describe('batchNorm', () => {
  it('over a single value gives beta and no gradient: the erratum of the paper', async () => {
    const inputs = [floats([1, 1, 1, 3]), gamma, beta];
    const norm = (x: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor): tf.Tensor =>
      batchNorm(x as tf.Tensor4D, gamma, beta, 1e-3);
    for (const backend of ['tensorflow', 'cpu'] as const) {
      const [value, dx] = await on(backend, inputs, valueAndGradients(norm));
      expect(largestDifference(value ?? [], beta.values)).toBe(0);
      expect(largestDifference(dx ?? [], [0, 0, 0])).toBe(0);
    }
  });

  it('normalises to beta and gamma, with the variance of the population', async () => {
    const [value] = await on('tensorflow', [x, gamma, beta], (x, gamma, beta) => {
      const y = batchNorm(x as tf.Tensor4D, gamma, beta, 0);
      const { mean, variance } = tf.moments(y, [0, 1, 2]);
      return [tf.concat([mean, tf.sqrt(variance)])];
    });
    expect(largestDifference(value ?? [], [...beta.values, ...gamma.values])).toBeLessThan(1e-5);
  });
});

describe('statelessUniform', () => {
  it.each([
    [0, 0],
    [-1, 5],
    [2_147_483_647, -2_147_483_648],
  ])('gives the same bits on every backend and in a graph for the seed [%i, %i]', async (seed0, seed1) => {
    const seed = integers([2], [seed0, seed1]);
    const compute: Compute = (seed) => [statelessUniform([3, 5], seed)];
    const [native = []] = await on('tensorflow', [seed], compute);
    const [reference = []] = await on('cpu', [seed], compute);
    const { outputs } = await traceAndRun([seed], compute);
    expect(native).toEqual(reference);
    expect(Array.from(outputs[0]?.values ?? [])).toEqual(reference);
    expect(native.every((value) => value >= 0 && value < 1)).toBe(true);
    expect(new Set(native).size).toBe(15);
  });
});

describe('dynamicSlice', () => {
  const data = floats([3, 4, 2]);

  it.each([
    [
      [0, 0, 0],
      [3, 4, 2],
    ],
    [
      [1, 2, 1],
      [2, 1, 1],
    ],
  ])('from %j of size %j is the slice, everywhere', async (begin, size) => {
    const inputs = [data, integers([3], begin)];
    const compute = (x: tf.Tensor, start: tf.Tensor): readonly tf.Tensor[] => [dynamicSlice(x, start, size)];
    const [expected = []] = await on('cpu', [data], (x) => [tf.slice(x, begin, size)]);
    expect(await on('tensorflow', inputs, compute)).toEqual([expected]);
    expect(await on('cpu', inputs, compute)).toEqual([expected]);
    const { outputs } = await traceAndRun(inputs, compute);
    expect(Array.from(outputs[0]?.values ?? [])).toEqual(expected);
    expect(outputs[0]?.shape).toEqual(size);
  });
});

describe('select', () => {
  const a = floats([2, 3]);
  const b = floats([2, 3], { seed: 2 });

  it.each([
    ['true', booleans([], [1]), Array.from(a.values)],
    ['false', booleans([], [0]), Array.from(b.values)],
    ['a row', booleans([3], [1, 0, 1]), Array.from(a.values, (value, i) => (i % 3 === 1 ? (b.values[i] ?? 0) : value))],
  ])('by %s takes the one or the other, everywhere', async (_, condition, expected) => {
    const inputs = [condition, a, b];
    const compute = (condition: tf.Tensor, a: tf.Tensor, b: tf.Tensor): readonly tf.Tensor[] => [
      select(condition, a, b),
    ];
    expect(await on('tensorflow', inputs, compute)).toEqual([expected]);
    expect(await on('cpu', inputs, compute)).toEqual([expected]);
    const { outputs } = await traceAndRun(inputs, compute);
    expect(Array.from(outputs[0]?.values ?? [])).toEqual(expected);
  });

  it('chooses whole numbers too', async () => {
    const inputs = [booleans([2], [0, 1]), integers([2], [1, 2]), integers([2], [3, 4])];
    const compute = (condition: tf.Tensor, a: tf.Tensor, b: tf.Tensor): readonly tf.Tensor[] => [
      select(condition, a, b),
    ];
    expect(await on('tensorflow', inputs, compute)).toEqual([[3, 2]]);
    expect(await on('cpu', inputs, compute)).toEqual([[3, 2]]);
  });
});

describe('withGradient', () => {
  it('gives the gradient that it is told, scaled by what flows back', async () => {
    const [, gradient] = await on('tensorflow', [sided], (x) => {
      const operation = (given: tf.Tensor): tf.Tensor =>
        withGradient(
          [given],
          () => ({ value: tf.abs(given), saved: [] }),
          (dy) => [tf.mul(dy, 3)],
        );
      return [x, tf.grad((given) => tf.mul(operation(given), 2))(x)];
    });
    expect(gradient).toEqual(Array(6).fill(6));
  });
});
