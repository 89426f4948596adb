import { expect, it } from 'vitest';
import { presets } from '../../../src-main/contract/config';
import { relativeDifference, trainBesideTutorial } from '../../support/reference';

const small = { size: 64, filters: 16, storedSize: 64, dropout: 0 } as const;

it.each([
  { title: 'preset tutorial', config: { ...presets.tutorial, ...small } },
  { title: 'preset paper, batches of two', config: { ...presets.paper, ...small, batch: 2, lambda: 10, beta1: 0.9 } },
])('trains as the TensorFlow tutorial in Keras does: $title', async ({ config }) => {
  const { ours, tutorial } = await trainBesideTutorial(config, { ...config, steps: 5 });
  const differences = ours.map((losses, index) => relativeDifference(losses, tutorial[index] ?? losses));
  expect(tutorial).toHaveLength(5);
  expect(differences[0]).toBeLessThan(1e-5);
  expect(Math.max(...differences)).toBeLessThan(1e-3);
});
