/** Whatever the architecture, the compiled step in both forms trains as the same code run operation by operation. */
import fc from 'fast-check';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { lossNames } from '../../../src-main/contract/metrics';
import { createCompiledModel } from '../../../src-main/engine/compiled';
import { createEagerModel } from '../../../src-main/engine/eager';
import type { Model, ModelConfig } from '../../../src-main/engine/model';
import { stepFeeds } from '../../support/small-model';

const steps = 3;

const architectures: fc.Arbitrary<ModelConfig> = fc
  .record({
    margin: fc.integer({ min: 0, max: 9 }),
    filters: fc.integer({ min: 1, max: 4 }),
    batch: fc.integer({ min: 1, max: 2 }),
    dropout: fc.constantFrom(0, 0.3, 0.5),
    leakySlope: fc.constantFrom(0.2, 0.3),
    normEpsilon: fc.constantFrom(1e-3, 1e-5),
    bottleneckNorm: fc.boolean(),
    discriminatorLossScale: fc.constantFrom(0.5, 1),
    beta1: fc.constantFrom(0.5, 0.9),
    colourJitter: fc.constantFrom(0, 0.2),
    precision: fc.constant('float32' as const),
    xla: fc.constant('off' as const),
  })
  .map(({ margin, ...rest }) => ({ ...rest, size: 64, storedSize: 64 + margin }));

it('agrees in losses and weights', async () => {
  await fc.assert(
    fc.asyncProperty(architectures, async (config) => {
      const compiled = [await createCompiledModel(config, 'matrix'), await createCompiledModel(config, 'plain')];
      await tf.setBackend('tensorflow');
      const eager = createEagerModel(config);
      try {
        const models: readonly Model[] = [...compiled, eager];
        for (const model of models) {
          model.initialise([3, 4]);
        }
        for (let step = 0; step < steps; step++) {
          const expected = eager.trainStep(stepFeeds(config, step));
          for (const model of compiled) {
            const losses = model.trainStep(stepFeeds(config, step));
            for (const name of lossNames) {
              expect(Math.abs(losses[name] / expected[name] - 1), `${name}, step ${String(step)}`).toBeLessThan(1e-4);
            }
          }
        }
        for (const model of compiled) {
          expect(relativeDifference(model, eager)).toBeLessThan(1e-4);
        }
      } finally {
        for (const model of [...compiled, eager]) {
          model.dispose();
        }
      }
    }),
    { numRuns: 4, seed: 1 },
  );
});

/** ‖a − b‖ / ‖b‖ over the weights of both networks. */
function relativeDifference(a: Model, b: Model): number {
  let difference = 0;
  let size = 0;
  for (const name of a.variableNames.filter((name) => !name.includes('adam'))) {
    const [mine, theirs] = [a.get(name), b.get(name)];
    theirs.forEach((value, index) => {
      difference += (value - (mine[index] ?? Number.NaN)) ** 2;
      size += value ** 2;
    });
  }
  return Math.sqrt(difference / size);
}
