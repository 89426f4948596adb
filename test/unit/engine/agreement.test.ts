/** The compiled step against the same core code run operation by operation. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lossNames } from '../../../src-main/contract/metrics';
import { registerReferenceKernels } from '../../../src-main/core/kernels';
import { createCompiledModel, type CompiledModel } from '../../../src-main/engine/compiled';
import { createEagerModel } from '../../../src-main/engine/eager';
import type { Model } from '../../../src-main/engine/model';
import { largestDifference } from '../../support/tensors';
import { smallConfig, smallPicture, stepFeeds } from '../../support/small-model';

beforeAll(() => {
  registerReferenceKernels('cpu');
});

function squaredNorm(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}

/** ‖a − b‖ / ‖b‖ over the named variables of the two models. */
function relativeDifference(compiled: Model, eager: Model, names: readonly string[]): number {
  let difference = 0;
  let size = 0;
  for (const name of names) {
    const [a, b] = [compiled.get(name), eager.get(name)];
    difference += squaredNorm(a.map((value, index) => value - (b[index] ?? Number.NaN)));
    size += squaredNorm(b);
  }
  return Math.sqrt(difference / Math.max(size, 1e-30));
}

describe.each([
  // The native backend is quick; TF.js's own JavaScript shares no arithmetic with TensorFlow.
  ['plain', 'tensorflow', 5, 0],
  ['matrix', 'tensorflow', 5, 0],
  ['plain', 'tensorflow', 3, 0.5],
  ['matrix', 'cpu', 2, 0],
] as const)('with %s convolutions and the backend %s, %i steps, colour jitter %d', (form, backend, steps, jitter) => {
  /** Few filters, because TF.js's JavaScript convolutions are slow. */
  const config = { ...smallConfig, filters: 2, colourJitter: jitter };
  let compiled: CompiledModel;
  let eager: Model;

  const differ = (names: readonly string[]): number => relativeDifference(compiled, eager, names);

  beforeAll(async () => {
    compiled = await createCompiledModel(config, form);
    await tf.setBackend(backend);
    eager = createEagerModel(config);
    compiled.initialise([1, 2]);
    eager.initialise([1, 2]);
  });

  afterAll(async () => {
    compiled.dispose();
    eager.dispose();
    await tf.setBackend('tensorflow');
  });

  it(`agrees over ${String(steps)} steps from the same seed: losses, gradients, weights`, () => {
    expect(eager.variableNames).toEqual(compiled.variableNames);
    for (let step = 0; step < steps; step++) {
      const a = compiled.trainStep(stepFeeds(config, step));
      const b = eager.trainStep(stepFeeds(config, step));
      for (const name of lossNames) {
        expect(Math.abs(a[name] / b[name] - 1), `${name} of step ${String(step)}`).toBeLessThan(1e-5);
      }
      for (const kind of [/\/(kernel|bias|gamma|beta)$/, /\/adam_m$/, /\/adam_v$/, /_power$/]) {
        const names = compiled.variableNames.filter((name) => kind.test(name));
        expect(names.length).toBeGreaterThan(0);
        expect(differ(names), `${String(kind)} of step ${String(step)}`).toBeLessThan(1e-5);
        for (const name of names) {
          // A bias's gradient is a small difference of large sums and shows float32's rounding larger.
          const allowed = name.includes('/bias') ? 1e-3 : 5e-5;
          expect(differ([name]), `${name} of step ${String(step)}`).toBeLessThan(allowed);
        }
      }
    }
  });

  it('predicts the same picture, with noise and without', () => {
    for (const noiseSeed of [null, [5, 6] as const]) {
      const a = compiled.predict(smallPicture(config), noiseSeed);
      const b = eager.predict(smallPicture(config), noiseSeed);
      expect(largestDifference(a, b)).toBeLessThan(1e-4);
    }
  });

  it('discriminates alike', () => {
    const [input, picture] = [smallPicture(config), smallPicture(config, 2)];
    const map = compiled.discriminate(input, picture);
    expect(map).toHaveLength(6 * 6);
    expect(map.every((value) => value > 0 && value < 1)).toBe(true);
    expect(largestDifference(map, eager.discriminate(input, picture))).toBeLessThan(1e-4);
    expect(largestDifference(map, compiled.discriminate(picture, input))).toBeGreaterThan(1e-4);
  });

  it('the eager model leaves no tensors behind', () => {
    const before = tf.memory().numTensors;
    eager.predict(smallPicture(config), [1, 2]);
    eager.discriminate(smallPicture(config), smallPicture(config, 2));
    if (backend === 'tensorflow') {
      eager.trainStep(stepFeeds(config, 9));
    }
    expect(tf.memory().numTensors).toBe(before);
  });
});
