import { describe, expect, it } from 'vitest';
import { trainerEnvironment } from '../../../src-main/app/trainer-environment';

describe('trainerEnvironment', () => {
  it('passes what a program and TensorFlow need, and nothing else', () => {
    const environment = trainerEnvironment({
      PATH: '/usr/bin',
      TF_ENABLE_ONEDNN_OPTS: '1',
      CUDA_VISIBLE_DEVICES: '0',
      NODE_OPTIONS: '--inspect',
      ELECTRON_RUN_AS_NODE: '1',
      SECRET_TOKEN: 'x',
      HOME: undefined,
    });
    expect(environment).toEqual({ PATH: '/usr/bin', TF_ENABLE_ONEDNN_OPTS: '1', CUDA_VISIBLE_DEVICES: '0' });
  });
});
