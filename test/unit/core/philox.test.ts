import { describe, expect, test } from 'vitest';
import { Philox } from '../../../src-main/core/philox';
import { loadTensorFlow, nativeBackend } from '../../../src-main/native/tensorflow';

const count = 1003;

const seeds = [
  [0, 0],
  [1, 2],
  [42, 7],
  [2_147_483_647, 1],
  [123_456_789, 2_147_483_647],
  [-1, -2_147_483_648],
] as const;

/** Numbers of a stateless random operation of TensorFlow. */
async function native(operation: string, dtype: 'TF_FLOAT' | 'TF_INT32', seed: readonly [number, number]) {
  const tf = await loadTensorFlow();
  const backend = nativeBackend(tf);
  const { binding } = backend;
  const attributes = [
    { name: 'dtype', type: binding.TF_ATTR_TYPE, value: binding[dtype] },
    { name: 'T', type: binding.TF_ATTR_TYPE, value: binding.TF_INT32 },
    { name: 'Tseed', type: binding.TF_ATTR_TYPE, value: binding.TF_INT32 },
  ];
  const inputs = [tf.tensor1d([count], 'int32'), tf.tensor1d([...seed], 'int32')];
  const output = backend.executeSingleOutput(operation, attributes, inputs);
  const values = await output.data();
  tf.dispose([...inputs, output]);
  return values;
}

describe.each(seeds)('seed [%i, %i]', (seed0, seed1) => {
  test('gives the floats of StatelessRandomUniform, bit for bit', async () => {
    const random = new Philox(seed0, seed1);
    const ours = Float32Array.from({ length: count }, () => random.nextUniform());
    expect(ours).toEqual(await native('StatelessRandomUniform', 'TF_FLOAT', [seed0, seed1]));
  });

  test('gives the floats of StatelessRandomNormal but for float32’s rounding', async () => {
    const random = new Philox(seed0, seed1);
    const ours = Array.from({ length: Math.ceil(count / 2) }, () => random.nextNormalPair()).flat();
    const theirs = await native('StatelessRandomNormal', 'TF_FLOAT', [seed0, seed1]);
    const differences = Array.from(theirs, (value, index) => Math.abs(value - (ours[index] ?? Number.NaN)));
    expect(Math.max(...differences)).toBeLessThan(2e-6);
  });
});

test('whole words are those of StatelessRandomUniformFullInt', async () => {
  const random = new Philox(3, 9);
  const ours = Int32Array.from({ length: count }, () => random.nextUint32() | 0);
  expect(ours).toEqual(await native('StatelessRandomUniformFullInt', 'TF_INT32', [3, 9]));
});
