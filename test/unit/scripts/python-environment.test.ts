import { expect, it } from 'vitest';
import { pythonEnvironment } from '../../../scripts/python-environment.mjs';

it('names the environments that there are when asked for another', async () => {
  await expect(pythonEnvironment('missing')).rejects.toMatchObject({
    message: 'There is no Python environment "missing".',
    remedy: 'Use reference or peers.',
  });
});
