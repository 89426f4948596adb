import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src-main/contract/errors';
import { describeMemory } from '../../../src-main/contract/memory';
import { memoryLimit } from '../../../src-main/native/memory-limit';
import { explainMemory, lowerLearningRate, nonFiniteLoss, nonFiniteVariable } from '../../../src-main/run/guard';
import { loadTensorFlow } from '../../../src-main/native/tensorflow';

const finite = { gen_total_loss: 90.5, gen_gan_loss: 0.7, gen_l1_loss: 0.898, disc_loss: 1.4 };

describe('nonFiniteLoss', () => {
  it('names the part, not the sum that it spoils', () => {
    expect(nonFiniteLoss(finite)).toBeNull();
    expect(nonFiniteLoss({ ...finite, gen_l1_loss: Number.NaN, gen_total_loss: Number.NaN })).toBe('gen_l1_loss');
    expect(nonFiniteLoss({ ...finite, gen_total_loss: Number.POSITIVE_INFINITY })).toBe('gen_total_loss');
    expect(nonFiniteLoss({ ...finite, disc_loss: Number.NEGATIVE_INFINITY })).toBe('disc_loss');
  });
});

describe('nonFiniteVariable', () => {
  it('names the first one with such a value', () => {
    const values = new Map([
      ['a', Float32Array.of(1, 2)],
      ['b', Float32Array.of(3, Number.NaN)],
      ['c', Float32Array.of(Number.POSITIVE_INFINITY)],
    ]);
    const model = { variableNames: [...values.keys()], get: (name: string) => values.get(name) ?? new Float32Array() };
    expect(nonFiniteVariable(model)).toBe('b');
    expect(nonFiniteVariable({ ...model, variableNames: ['a'] })).toBeNull();
  });
});

describe('lowerLearningRate', () => {
  it('is a tenth, in a form that can be typed, and within the range', () => {
    expect(lowerLearningRate(2e-4)).toBe(2e-5);
    expect(lowerLearningRate(0.3)).toBe(0.03);
    expect(lowerLearningRate(1e-8)).toBe(1e-8);
  });
});

describe('explainMemory', () => {
  it('turns what TensorFlow says when it lacks memory into an advice with numbers', async () => {
    const tf = await loadTensorFlow();
    const error = thrownBy(() => tf.fill([1 << 24, 1 << 24], 1));
    const config = { size: 256, filters: 64, batch: 8 } as const;
    const explained = explainMemory(error, config);
    expect(explained).toBeInstanceOf(AppError);
    expect(explained).toMatchObject({
      code: 'out-of-memory',
      data: { ...config, ...describeMemory(config, memoryLimit()) },
    });
    expect(explained).toMatchObject({ data: { peakMegabytes: expect.any(Number) as number } });
  });

  it('has no numbers of a GPU, which TensorFlow does not tell', () => {
    const error = new Error('OOM when allocating tensor with shape[8,64] on /device:GPU:0 by allocator GPU_0_bfc');
    expect(explainMemory(error, { size: 256, filters: 64, batch: 8 })).toMatchObject({
      data: {
        limitMegabytes: null,
        peakMegabytes: null,
        smaller: expect.arrayContaining([{ field: 'batch', value: expect.any(Number) as number }]) as object,
      },
    });
  });

  it('leaves every other error as it is', () => {
    const error = new Error('RESOURCE_EXHAUSTED: no space left on device');
    expect(explainMemory(error, { size: 256, filters: 64, batch: 1 })).toBe(error);
  });
});

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
