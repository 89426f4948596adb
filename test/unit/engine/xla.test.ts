/** The train step compiled by XLA is the same step. */
import { expect, it } from 'vitest';
import { lossNames } from '../../../src-main/contract/metrics';
import { createCompiledModel } from '../../../src-main/engine/compiled';
import { smallConfig, stepFeeds } from '../../support/small-model';

/** XLA takes seconds to compile even the smallest networks. */
it('gives the losses and weights of the plain step up to rounding', async () => {
  const config = { ...smallConfig, filters: 4, batch: 1 };
  const models = [await createCompiledModel(config), await createCompiledModel({ ...config, xla: 'on' })] as const;
  models.forEach((model) => {
    model.initialise([1, 2]);
  });
  const [plain, compiled] = models;
  let largest = 0;
  for (let step = 0; step < 3; step++) {
    const [a, b] = [plain.trainStep(stepFeeds(config, step)), compiled.trainStep(stepFeeds(config, step))];
    expect(b.nonFinite).toBeNull();
    for (const name of lossNames) {
      const difference = Math.abs(b[name] / a[name] - 1);
      largest = Math.max(largest, difference);
      expect(difference, `${name} of step ${String(step)}`).toBeLessThan(step === 0 ? 1e-5 : 1e-3);
    }
  }
  // Other kernels sum in another order: without a difference nothing was compiled.
  expect(largest).toBeGreaterThan(0);
  models.forEach((model) => {
    model.dispose();
  });
});
