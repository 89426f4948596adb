import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeTrainConfig } from '../../../src-main/contract/config';
import { Philox } from '../../../src-main/core/philox';
import { generatorVariables } from '../../../src-main/core/variables';
import { createGenerator, type Generator } from '../../../src-main/engine/generator';
import { processorGenerator, type Predictor } from '../../../src-main/engine/processor-generator';
import { loadGeneratorAddon } from '../../../src-main/native/generator-addon';

/** Random values between -1 and 1. */
function noise(length: number, seed: number): Float32Array {
  const numbers = new Philox(seed, 0);
  return Float32Array.from({ length }, () => 2 * numbers.nextUniform() - 1);
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((most, value, at) => Math.max(most, Math.abs(value - (b[at] ?? NaN))), 0);
}

const architectures = {
  'of 64 px, with both forms of a convolution': { size: 64, filters: 8 },
  'with a normalised bottleneck, and widths that fill no vector': { size: 64, filters: 5, bottleneckNorm: true },
  'of 128 px without dropout': { size: 128, filters: 4, dropout: 0 },
} as const;

/** A processor without our kernels, or one that is taken for such, has none of this. */
const hasKernels = loadGeneratorAddon() !== null;

describe.runIf(hasKernels).each(Object.entries(architectures))('a generator %s', (_, changes) => {
  const architecture = makeTrainConfig('studio', changes);
  const { size } = architecture;
  let reference: Generator;
  let own: Predictor;

  beforeAll(async () => {
    reference = await createGenerator(architecture);
    for (const [index, { name, shape }] of generatorVariables(architecture).entries()) {
      const values = noise(
        shape.reduce((product, side) => product * side, 1),
        index,
      );
      reference.set(
        name,
        name.endsWith('gamma') ? values.map((value) => 1 + value / 4) : values.map((value) => value / 8),
      );
    }
    const made = await processorGenerator(reference);
    if (made === null) {
      throw new Error('The kernels are not built.');
    }
    own = made;
  });

  afterAll(() => {
    reference.dispose();
    own.dispose();
  });

  it.each([
    [1, size, size],
    [3, size, size],
    [2, size, 3 * size],
    [1, 5 * size, 2 * size],
  ])("gives TensorFlow's pictures: %d of %d×%d", (batch, height, width) => {
    const data = Uint8Array.from(noise(batch * height * width * 3, 7), (value) => (value + 1) * 127.5);
    const pictures = { batch, height, width, data };
    for (const seed of [null, [5, -3] as const]) {
      const difference = largestDifference(own.predict(pictures, seed), reference.predict(pictures, seed));
      expect(difference).toBeLessThan(2e-5);
    }
    expect(largestDifference(own.predict(pictures, null), own.predict(pictures, null))).toBe(0);
  });
});

it.runIf(hasKernels)('gives the same bits whatever the number of threads', async () => {
  const architecture = makeTrainConfig('studio', { size: 64, filters: 8 });
  const reference = await createGenerator(architecture);
  for (const [index, { name, shape }] of generatorVariables(architecture).entries()) {
    reference.set(
      name,
      noise(
        shape.reduce((product, side) => product * side, 1),
        index,
      ),
    );
  }
  const data = Uint8Array.from(noise(2 * 64 * 128 * 3, 7), (value) => (value + 1) * 127.5);
  const made: Float32Array[] = [];
  for (const threads of [1, 2, 3, 4]) {
    const own = await processorGenerator(reference, threads);
    made.push(own?.predict({ batch: 2, height: 64, width: 128, data }, [5, -3]) ?? new Float32Array());
    own?.dispose();
  }
  reference.dispose();
  for (const values of made) {
    expect(values).toEqual(made[0]);
  }
});

it.runIf(hasKernels).each([
  [64, 96],
  [96, 64],
  [63, 64],
  [64, 1],
  [0, 64],
  [-64, -64],
  [64.5, 64],
])('refuses pictures of %d×%d where the training was of 64, with noise and without', async (width, height) => {
  const architecture = makeTrainConfig('studio', { size: 64, filters: 4 });
  const sizes = new Map(generatorVariables(architecture).map(({ name, shape }) => [name, shape]));
  const get = (name: string): Float32Array =>
    new Float32Array((sizes.get(name) ?? []).reduce((product, side) => product * side, 1));
  const own = await processorGenerator({ architecture, get });
  try {
    const data = new Uint8Array(Math.max(0, Math.floor(width * height * 3)));
    for (const seed of [null, [5, -3] as const]) {
      expect(() => own?.predict({ batch: 1, width, height, data }, seed)).toThrow(
        /multiples of 64|must be a whole number from 1/,
      );
    }
  } finally {
    own?.dispose();
  }
});

describe.runIf(hasKernels)('the addon', () => {
  const addon = loadGeneratorAddon();
  const none = new Float32Array();

  it('refuses weights that do not fit each other, and shapes that do not fit the bytes', () => {
    const kernel = new Float32Array(16 * 3 * 2);
    const downs = [{ kernel, gamma: none, beta: none }];
    const weights = { size: 2, threads: 1, leakySlope: 0.2, normEpsilon: 1e-3, dropout: 0, ups: [] };
    const lastKernel = new Float32Array(16 * 3 * 2);
    const create = addon?.create;
    expect(() => create?.({ ...weights, downs, lastKernel, lastBias: none })).toThrow(
      'the last layer gives no picture',
    );
    expect(() => create?.({ ...weights, downs: [], lastKernel, lastBias: none })).toThrow('do not fit each other');
    const generator = create?.({ ...weights, downs, lastKernel, lastBias: new Float32Array(3) }) ?? {};
    expect(addon?.predict(generator, new Uint8Array(12), [1, 2, 2], [])).toEqual(new Float32Array(12));
    expect(() => addon?.predict(generator, new Uint8Array(11), [1, 2, 2], [])).toThrow('the bytes do not fit');
    expect(() => create?.({ ...weights, size: 4, downs, lastKernel, lastBias: new Float32Array(3) })).toThrow(
      'the blocks do not fit the size',
    );
    for (const threads of [0, -1, 1.5, NaN, 2 ** 32]) {
      expect(() => create?.({ ...weights, threads, downs, lastKernel, lastBias: new Float32Array(3) })).toThrow(
        'the number of threads must be a whole number from 1',
      );
    }
    addon?.dispose(generator);
    expect(() => addon?.predict(generator, new Uint8Array(12), [1, 2, 2], [])).toThrow('disposed');
  });
});
