/** Mixed precision against float32: near it step by step, and as good at learning. */
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { lossNames } from '../../../src-main/contract/metrics';
import { createCompiledModel, type CompiledModel } from '../../../src-main/engine/compiled';
import { measureExecutions } from '../../../src-main/engine/measure-execution';
import { checkpointBytes } from '../../../src-main/run/saver';
import { smallConfig, stepFeeds } from '../../support/small-model';
import { temporaryFolder } from '../../support/temporary-folder';
import { digests, largestDifference } from '../../support/tensors';

const config = { ...smallConfig, dropout: 0 };

let full: CompiledModel;

beforeAll(async () => {
  // The same kernels, so that all differences are the precision's.
  full = await createCompiledModel(config, 'plain');
});

afterAll(() => {
  full.dispose();
});

/** Relative error of a rounding to 8 and 11 significant bits. */
const roundoff = { bfloat16: 2 ** -8, float16: 2 ** -11 } as const;
/** A loss has passed through some twenty layers, whose roundings are independent and add up as their root. */
const ofLosses = 8;

// A processor that may not use its short floats (ONEDNN_MAX_CPU_ISA) has none, though TensorFlow believes so.
const known = (
  await Promise.all(
    (['bfloat16', 'float16'] as const).map(async (precision) => {
      const [timing] = await measureExecutions({ ...config, batch: 1 }, { precision, xla: 'off' });
      return timing === undefined ? [] : [precision];
    }),
  )
).flat();

describe.each(known)('%s', (precision) => {
  let mixed: CompiledModel;

  beforeAll(async () => {
    mixed = await createCompiledModel({ ...config, precision });
  });

  beforeEach(() => {
    full.initialise([1, 2]);
    mixed.initialise([1, 2]);
  });

  afterAll(() => {
    mixed.dispose();
  });

  it('gives losses and gradients within its rounding, which is not that of float32', () => {
    const [a, b] = [mixed.trainStep(stepFeeds(config, 0)), full.trainStep(stepFeeds(config, 0))];
    expect(a.nonFinite).toBeNull();
    for (const name of lossNames) {
      expect(Math.abs(a[name] / b[name] - 1), name).toBeLessThan(ofLosses * roundoff[precision]);
    }
    // A loss may be the same by accident; thousands of gradients are not.
    const gradient = 'generator/down_2/kernel/adam_m';
    expect(largestDifference(mixed.get(gradient), full.get(gradient))).toBeGreaterThan(0);
    // Next to the bottleneck a norm over very few values magnifies the rounding.
    for (const name of full.variableNames.filter((variable) => variable.endsWith('/kernel/adam_m'))) {
      expect(angle(mixed.get(name), full.get(name)), name).toBeGreaterThan(precision === 'float16' ? 0.99 : 0.9);
    }
  });

  it('keeps updates that it could not hold itself', () => {
    const name = 'generator/down_2/norm/gamma';
    const before = mixed.get(name);
    // The neighbours of 1 are at least 5e-4 away in a short float.
    mixed.trainStep({ ...stepFeeds(config, 0), learningRate: 1e-6 });
    expect(mixed.get(name)).not.toEqual(before);
  });

  it('learns one repeated batch as well as float32', () => {
    const feeds = { ...stepFeeds(config, 0), learningRate: 2e-3 };
    feeds.target.fill(230);
    const learned = [mixed, full].map((model) => {
      const first = model.trainStep(feeds).gen_l1_loss;
      let last = first;
      for (let step = 0; step < 90; step++) {
        last = model.trainStep(feeds).gen_l1_loss;
      }
      return last / first;
    });
    // Both have come to rest by then, at about 0.025; on the way there one is ahead by accident.
    expect(learned[0]).toBeLessThan(0.1);
    expect(learned[0]).toBeLessThan(2 * (learned[1] ?? 0));
  });
});

describe.runIf(known.includes('float16'))('the loss scale of float16', () => {
  const float16 = { ...config, precision: 'float16' } as const;
  let model: CompiledModel;

  const scale = (): number | undefined => model.get('loss_scale')[0];
  const goodSteps = (): number | undefined => model.get('loss_scale_good_steps')[0];
  const contents = (): Readonly<Record<string, string>> =>
    digests(
      model.variableNames.filter((name) => !name.startsWith('loss_scale')),
      (name) => model.get(name),
    );

  beforeAll(async () => {
    model = await createCompiledModel(float16);
  });

  beforeEach(() => {
    model.initialise([1, 2]);
  });

  afterAll(() => {
    model.dispose();
  });

  it('is halved when a gradient is infinite, and nothing else changes', () => {
    model.trainStep(stepFeeds(config, 0));
    expect([scale(), goodSteps()]).toEqual([2 ** 15, 1]);
    const before = contents();
    model.set('loss_scale', Float32Array.of(2 ** 60));
    const { nonFinite, ...losses } = model.trainStep(stepFeeds(config, 1));
    expect(contents()).toEqual(before);
    expect([scale(), goodSteps()]).toEqual([2 ** 59, 0]);
    expect(nonFinite).toBeNull();
    expect(Object.values(losses).every(Number.isFinite)).toBe(true);
  });

  it('is doubled after 2,000 good steps', () => {
    model.set('loss_scale_good_steps', Float32Array.of(1998));
    model.trainStep(stepFeeds(config, 0));
    expect([scale(), goodSteps()]).toEqual([2 ** 15, 1999]);
    model.trainStep(stepFeeds(config, 1));
    expect([scale(), goodSteps()]).toEqual([2 ** 16, 0]);
  });

  it('saves gradients that float16 would round to zero', () => {
    const moments = (lossScale: number): Float32Array => {
      model.initialise([1, 2]);
      model.set('loss_scale', Float32Array.of(lossScale));
      model.trainStep({ ...stepFeeds(config, 0), lambda: 1e-3 });
      return model.get('generator/down_2/kernel/adam_m');
    };
    full.initialise([1, 2]);
    full.trainStep({ ...stepFeeds(config, 0), lambda: 1e-3 });
    const expected = full.get('generator/down_2/kernel/adam_m');
    expect(angle(moments(2 ** 15), expected)).toBeGreaterThan(0.99);
    // As if the loss were so much smaller.
    expect(moments(2 ** -14).every((value) => value === 0)).toBe(true);
  });

  it('is kept in checkpoints', async () => {
    model.set('loss_scale', Float32Array.of(2 ** 14));
    model.trainStep(stepFeeds(config, 0));
    const prefix = join(await temporaryFolder(), 'model');
    model.save(prefix);
    const before = contents();
    model.initialise([3, 4]);
    model.restore(prefix);
    expect(contents()).toEqual(before);
    expect([scale(), goodSteps()]).toEqual([2 ** 14, 1]);
    expect(checkpointBytes(float16) - checkpointBytes(config)).toBe(8);
  });
});

/** Cosine of the angle between two gradients. */
function angle(a: Float32Array, b: Float32Array): number {
  const product = (left: Float32Array, right: Float32Array): number =>
    left.reduce((sum, value, index) => sum + value * (right[index] ?? 0), 0);
  return product(a, b) / Math.sqrt(product(a, a) * product(b, b));
}
