/** Crop and mirror to the pixel, on every backend and in a graph. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { registerReferenceKernels } from '../../../src-main/core/kernels';
import { normalise } from '../../../src-main/core/jitter';
import { jitteredTo } from '../../support/jittered';
import { booleans, bytes, integers, toTensor, type Input } from '../../support/tensors';
import { traceAndRun, tracing } from '../../support/tracing';

const [batch, stored, size, channels] = [2, 6, 4, 3] as const;
const offsets = [1, 2, 0, 1] as const;
const mirror = [0, 1] as const;

const input = bytes([batch, stored, stored, channels]);
const target: Input = { ...input, values: Uint8Array.from(input.values, (value) => 255 - value) };
const inputs = [input, target, integers([batch, 2], offsets), booleans([batch], mirror)];

/** The definition, pixel by pixel. */
function expected(pictures: Input): number[] {
  const at = (...index: readonly number[]): number => {
    const flat = index.reduce((sum, position, axis) => sum * (pictures.shape[axis] ?? 0) + position, 0);
    return pictures.values[flat] ?? Number.NaN;
  };
  const result: number[] = [];
  for (let picture = 0; picture < batch; picture++) {
    const [top, left] = [offsets[picture * 2] ?? 0, offsets[picture * 2 + 1] ?? 0];
    for (let row = 0; row < size; row++) {
      for (let column = 0; column < size; column++) {
        const source = mirror[picture] === 1 ? size - 1 - column : column;
        for (let channel = 0; channel < channels; channel++) {
          result.push(Math.fround(Math.fround(at(picture, top + row, left + source, channel) / 127.5) - 1));
        }
      }
    }
  }
  return result;
}

const jittered = jitteredTo(size);

beforeAll(async () => {
  await tracing();
  registerReferenceKernels('cpu');
});

describe('jitter', () => {
  it.each(['cpu', 'tensorflow'])('crops and mirrors each pair by its own draw, on the backend %s', async (backend) => {
    await tf.setBackend(backend);
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      const [a, b] = jittered(...inputs.map(toTensor));
      expect(a?.shape).toEqual([batch, size, size, channels]);
      expect(Array.from(a?.dataSync() ?? [])).toEqual(expected(input));
      expect(Array.from(b?.dataSync() ?? [])).toEqual(expected(target));
    });
    expect(tf.memory().numTensors).toBe(before);
    await tf.setBackend('tensorflow');
  });

  it('does the same in a graph, from bytes', async () => {
    const { outputs } = await traceAndRun(inputs, jittered);
    expect(outputs.map(({ shape }) => shape)).toEqual(Array(2).fill([batch, size, size, channels]));
    [input, target].forEach((pictures, index) => {
      expect(Array.from(outputs[index]?.values ?? [])).toEqual(expected(pictures));
    });
  });

  it('of pictures that have the size already leaves them whole', async () => {
    const picture = bytes([1, size, size, channels]);
    const whole = [picture, picture, integers([1, 2], [0, 0]), booleans([1], [0])];
    const { outputs } = await traceAndRun(whole, jittered);
    expect(outputs).toHaveLength(2);
    for (const { values } of outputs) {
      expect(Array.from(values)).toEqual(
        Array.from(picture.values, (value) => Math.fround(Math.fround(value / 127.5) - 1)),
      );
    }
  });
});

describe('normalise', () => {
  it('takes 0…255 to [−1, 1]', async () => {
    const every: Input = { shape: [1, 16, 16, 1], dtype: 'uint8', values: Uint8Array.from(Array(256).keys()) };
    const { outputs } = await traceAndRun([every], (x) => [normalise(x as tf.Tensor4D)]);
    const values = Array.from(outputs[0]?.values ?? []);
    expect(values[0]).toBe(-1);
    expect(values[255]).toBe(1);
    expect(values).toEqual(values.map((_, byte) => Math.fround(Math.fround(byte / 127.5) - 1)));
  });
});
