/** A process of its own, in which the library cannot be loaded. */
import { afterEach, expect, it, vi } from 'vitest';
import { toErrorValue } from '../../../src-main/contract/errors';

afterEach(() => {
  vi.doUnmock('@tensorflow/tfjs-node-gpu');
});

it('a library that does not load is an error with the loader’s reason', async () => {
  vi.doMock('@tensorflow/tfjs-node-gpu', () => {
    throw new Error('libtensorflow.so.2: cannot open shared object file\nRequire stack: …');
  });
  const { loadTensorFlow } = await import('../../../src-main/native/tensorflow');
  const error: unknown = await loadTensorFlow().catch((reason: unknown) => reason);
  expect(toErrorValue(error)).toMatchObject({ code: 'native-library-missing' });
});
