import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it, vi } from 'vitest';
import { kernelNames } from '../../../src-main/core/kernels';
import { registerNativeKernels } from '../../../src-main/native/kernels';
import { loadTensorFlow, nativeBackend } from '../../../src-main/native/tensorflow';

describe('loadTensorFlow', () => {
  it('loads once, sets what the library reads, and keeps what the person has set', async () => {
    vi.stubEnv('TF_CPP_MIN_LOG_LEVEL', '1');
    vi.stubEnv('TF_ENABLE_ONEDNN_OPTS', undefined);
    const [first, second] = await Promise.all([loadTensorFlow(), loadTensorFlow()]);
    expect(first).toBe(second);
    expect(process.env.TF_CPP_MIN_LOG_LEVEL).toBe('1');
    expect(process.env.TF_ENABLE_ONEDNN_OPTS).toBe('1');
    expect(process.env.TF_FORCE_GPU_ALLOW_GROWTH).toBe('true');
    expect(tf.getBackend()).toBe('tensorflow');
    vi.unstubAllEnvs();
  });

  it('gives the backend with the native binding', async () => {
    const { binding } = nativeBackend(await loadTensorFlow());
    expect(binding.TF_Version).toMatch(/^2\./);
  });
});

describe('registerNativeKernels', () => {
  it('registers every kernel of the core, once', async () => {
    const tensorflow = await loadTensorFlow();
    const ours = new Set<string>(Object.values(kernelNames));
    const registered = (): readonly tf.KernelConfig[] =>
      tf.getKernelsForBackend('tensorflow').filter(({ kernelName }) => ours.has(kernelName));
    expect(registered()).toEqual([]);
    registerNativeKernels(tensorflow);
    const first = registered();
    expect(new Set(first.map(({ kernelName }) => kernelName))).toEqual(ours);
    registerNativeKernels(tensorflow);
    expect(registered()).toEqual(first);
  });
});
