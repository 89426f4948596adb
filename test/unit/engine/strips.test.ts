/** Strips give the picture that the whole gives, however narrow they are and however little is kept. */
import { beforeAll, describe, expect, it } from 'vitest';
import { generatorVariables, type Architecture } from '../../../src-main/core/variables';
import { createGenerator, type Generator } from '../../../src-main/engine/generator';
import { toBytes } from '../../../src-main/engine/inference';
import { predictInStrips } from '../../../src-main/engine/strips';
import { ChannelStatistics } from '../../../src-main/engine/statistics';
import { loadTensorFlow } from '../../../src-main/native/tensorflow';
import { Philox } from '../../../src-main/core/philox';

const architecture: Architecture = {
  size: 64,
  filters: 4,
  dropout: 0.5,
  leakySlope: 0.2,
  normEpsilon: 1e-5,
  bottleneckNorm: true,
};
const [height, width] = [192, 128];

let generator: Generator;
let picture: Uint8Array;

beforeAll(async () => {
  const random = new Philox(5, 6);
  // Smooth in places, so that the statistics of parts differ from those of the whole.
  picture = Uint8Array.from({ length: height * width * 3 }, (_, at) =>
    at < (height * width * 3) / 2 ? (at >> 6) & 255 : random.nextUint32() & 255,
  );
  generator = await createGenerator(architecture);
  for (const { name, shape } of generatorVariables(architecture)) {
    const values = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.nextUniform() - 0.5);
    generator.set(name, name.endsWith('gamma') ? values.map((value) => value + 1) : values);
  }
  return () => {
    generator.dispose();
  };
});

function weight(name: string): { shape: readonly number[]; values: () => Float32Array } {
  const shape = generatorVariables(architecture).find((variable) => variable.name === name)?.shape ?? [];
  return { shape, values: () => generator.get(name) };
}

describe.each([
  ['all layers are kept', { keptBytes: 2 ** 30, stripBytes: 2 ** 30 }],
  ['all layers are kept, in narrow strips', { keptBytes: 2 ** 30, stripBytes: 5000 }],
  ['the large ones are computed again', { keptBytes: 2 ** 15, stripBytes: 30_000 }],
  ['none is kept', { keptBytes: 0, stripBytes: 20_000 }],
])('where %s', (_, limits) => {
  it.each([
    ['without noise', null],
    ['with noise', [3, 4] as const],
  ])('%s', async (_, seed) => {
    const tensorflow = await loadTensorFlow();
    const batch = { batch: 1, height, width, data: picture };
    const whole = toBytes(generator.predict(batch, seed));
    const tensors = tensorflow.memory().numTensors;
    const strips = await predictInStrips(batch, architecture, weight, seed, limits);
    expect(tensorflow.memory().numTensors).toBe(tensors);
    expect(new Set(whole).size).toBeGreaterThan(100);
    const differences = strips.map((value, at) => Math.abs(value - (whole[at] ?? -300)));
    expect(Math.max(...differences)).toBeLessThanOrEqual(1);
    // A rounding of the last bit may fall to the other side, but seldom.
    expect(differences.filter((difference) => difference > 0).length / differences.length).toBeLessThan(0.01);
  });
});

it('statistics of parts are those of the whole', () => {
  const values = [3, 1, 4, 1, 5, 9, 2, 6];
  const statistics = new ChannelStatistics(1);
  for (const part of [values.slice(0, 3), values.slice(3, 4), values.slice(4)]) {
    const mean = part.reduce((sum, value) => sum + value, 0) / part.length;
    const variance = part.reduce((sum, value) => sum + (value - mean) ** 2, 0) / part.length;
    statistics.add(part.length, Float32Array.of(mean), Float32Array.of(variance));
  }
  expect(statistics.means[0]).toBeCloseTo(3.875, 6);
  expect(statistics.variances[0]).toBeCloseTo(6.609375, 5);
});
