import { expect, it } from 'vitest';
import { presets } from '../../src-main/contract/config';
import { relativeDifference, trainBesideTutorial } from '../support/reference';

it('trains as the TensorFlow tutorial in Keras does at 256 px with 64 filters', async () => {
  const config = { ...presets.tutorial, size: 256, filters: 64, storedSize: 256, dropout: 0 } as const;
  const { ours, tutorial } = await trainBesideTutorial(config, { ...config, steps: 5 });
  const differences = ours.map((losses, index) => relativeDifference(losses, tutorial[index] ?? losses));
  ours.forEach((losses, index) => {
    process.stdout.write(
      `step ${String(index + 1)}\n  ours     ${JSON.stringify(losses)}\n  tutorial ${JSON.stringify(tutorial[index])}\n` +
        `  largest relative difference ${String(differences[index])}\n`,
    );
  });
  expect(tutorial).toHaveLength(5);
  expect(differences[0]).toBeLessThan(1e-5);
  expect(Math.max(...differences)).toBeLessThan(1e-3);
});
