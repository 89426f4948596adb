/** The only place that loads TensorFlow's native library. Never import it in Electron's main process: it crashes there. */
import util from 'node:util';
import type { NodeJSKernelBackend } from '@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend';
import { AppError } from '../contract/errors';
import { reasonOf } from '../contract/messages/reason';
import { prepareEnvironment } from './environment';

export type TensorFlow = typeof import('@tensorflow/tfjs-node-gpu');

let loaded: Promise<TensorFlow> | undefined;

/**
 * Loads the library once and makes 'tensorflow' the active TF.js backend.
 *
 * @throws AppError `native-library-missing` with the loader's own reason.
 */
export function loadTensorFlow(): Promise<TensorFlow> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<TensorFlow> {
  prepareEnvironment();
  restoreNodeFunctions();
  try {
    return await import('@tensorflow/tfjs-node-gpu');
  } catch (error) {
    throw new AppError('native-library-missing', { reason: reasonOf(error) }, { cause: error });
  }
}

/** tfjs-node 4.22 calls this, and Node 23 removed it. */
function restoreNodeFunctions(): void {
  if (!('isNullOrUndefined' in util)) {
    Object.assign(util, { isNullOrUndefined: (value: unknown) => value === null || value === undefined });
  }
}

/** TF.js's backend on the native library. */
export function nativeBackend(tensorflow: TensorFlow): NodeJSKernelBackend {
  const backend = tensorflow.findBackend('tensorflow');
  if (!isNativeBackend(backend)) {
    throw new AppError('native-library-missing', { reason: 'the TensorFlow backend is not registered' });
  }
  return backend;
}

/** TF.js gives null for a backend that is not registered, which its types leave out. */
function isNativeBackend(backend: object | null): backend is NodeJSKernelBackend {
  return backend !== null && 'binding' in backend;
}
