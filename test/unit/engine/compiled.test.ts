/** The compiled step against the same core code run eagerly on TF.js's own JavaScript backend. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Philox } from '../../../src-main/core/philox';
import { registerReferenceKernels } from '../../../src-main/core/kernels';
import { createCompiledModel, type CompiledModel } from '../../../src-main/engine/compiled';
import { createEagerModel } from '../../../src-main/engine/eager';
import type { Model, ModelConfig, StepFeeds } from '../../../src-main/engine/model';

const steps = 5;
const learningRate = 2e-4;

const config: ModelConfig = {
  size: 64,
  storedSize: 72,
  filters: 4,
  batch: 2,
  dropout: 0.5,
  leakySlope: 0.3,
  normEpsilon: 1e-3,
  bottleneckNorm: false,
  discriminatorLossScale: 1,
  beta1: 0.5,
};

function feeds(step: number): StepFeeds {
  const random = new Philox(99, step);
  const { batch, storedSize } = config;
  const bytes = (): Uint8Array =>
    Uint8Array.from({ length: batch * storedSize * storedSize * 3 }, () => random.nextUint32() & 255);
  return {
    input: bytes(),
    target: bytes(),
    offsets: Int32Array.of(0, 8, 3, 5),
    mirror: Uint8Array.of(step % 2, 1),
    noiseSeed: [7, step * 8],
    lambda: 100,
    learningRate,
  };
}

let compiled: CompiledModel;
let eager: Model;

beforeAll(async () => {
  compiled = await createCompiledModel(config);
  await tf.setBackend('cpu');
  registerReferenceKernels('cpu');
  eager = createEagerModel(config);
});

afterAll(() => {
  compiled.dispose();
  eager.dispose();
});

function squaredNorm(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}

/** ‖a − b‖² and ‖b‖² of one variable in both models. */
function compare(name: string): { readonly difference: number; readonly size: number } {
  const [a, b] = [compiled.get(name), eager.get(name)];
  return { difference: squaredNorm(a.map((value, index) => value - (b[index] ?? Number.NaN))), size: squaredNorm(b) };
}

function relativeDifference(names: readonly string[]): number {
  const parts = names.map(compare);
  const sum = (key: 'difference' | 'size'): number => parts.reduce((total, part) => total + part[key], 0);
  return Math.sqrt(sum('difference') / Math.max(sum('size'), 1e-30));
}

describe('createCompiledModel', () => {
  it('agrees with the eager model over five steps: losses, gradients, weights', () => {
    compiled.initialise([1, 2]);
    for (const name of compiled.variableNames) {
      eager.set(name, compiled.get(name));
    }
    expect([...compiled.variableNames].sort()).toEqual([...eager.variableNames].sort());
    for (let step = 0; step < steps; step++) {
      const a = compiled.trainStep(feeds(step));
      const b = eager.trainStep(feeds(step));
      for (const name of ['gen_total_loss', 'gen_gan_loss', 'gen_l1_loss', 'disc_loss'] as const) {
        expect(Math.abs(a[name] / b[name] - 1), `${name} of step ${String(step)}`).toBeLessThan(1e-5);
      }
      for (const kind of [/\/(kernel|bias|gamma|beta)$/, /\/adam_m$/, /\/adam_v$/, /_power$/]) {
        const names = compiled.variableNames.filter((name) => kind.test(name));
        expect(relativeDifference(names), `${String(kind)} of step ${String(step)}`).toBeLessThan(1e-5);
        // Alone, a bias whose gradient is a small difference of large sums shows float32's rounding larger.
        for (const name of names) {
          expect(relativeDifference([name]), `${name} of step ${String(step)}`).toBeLessThan(5e-5);
        }
      }
    }
  });
});
