import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createEagerModel } from '../../../src-main/engine/eager';
import type { Model } from '../../../src-main/engine/model';
import { registerNativeKernels } from '../../../src-main/native/kernels';
import { loadTensorFlow } from '../../../src-main/native/tensorflow';
import { smallConfig, smallPicture } from '../../support/small-model';

let model: Model;

beforeAll(async () => {
  registerNativeKernels(await loadTensorFlow());
});

beforeEach(() => {
  model = createEagerModel(smallConfig);
});

afterEach(() => {
  model.dispose();
});

describe('createEagerModel', () => {
  it('has no values before they are given', () => {
    expect(() => model.get('generator/last/bias')).toThrow('generator/last/bias has no value yet');
    expect(() => model.predict(smallPicture(smallConfig), null)).toThrow('has no value yet');
  });

  it('initialises alike from one seed, and each kernel differently', () => {
    model.initialise([1, 2]);
    const first = model.get('generator/down_5/kernel');
    expect(first).not.toEqual(model.get('generator/down_6/kernel'));
    model.initialise([1, 2]);
    expect(model.get('generator/down_5/kernel')).toEqual(first);
    model.initialise([1, 3]);
    expect(model.get('generator/down_5/kernel')).not.toEqual(first);
    expect(model.get('generator/down_2/norm/gamma')).toEqual(new Float32Array(8).fill(1));
  });

  it('takes values by name and shape', () => {
    model.set('generator/last/bias', Float32Array.of(1, 2, 3));
    expect(model.get('generator/last/bias')).toEqual(Float32Array.of(1, 2, 3));
    expect(() => {
      model.set('generator/first/bias', Float32Array.of(1));
    }).toThrow('no variable generator/first/bias');
    expect(() => {
      model.set('generator/last/bias', Float32Array.of(1));
    }).toThrow();
    expect(model.get('generator/last/bias')).toEqual(Float32Array.of(1, 2, 3));
  });

  it('frees all when it is disposed, also twice', () => {
    const before = tf.memory().numTensors;
    model.initialise([1, 2]);
    expect(tf.memory().numTensors).toBeGreaterThan(before);
    model.dispose();
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
