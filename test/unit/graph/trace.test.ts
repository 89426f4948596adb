import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { GraphBuilder } from '../../../src-main/graph/builder';
import { Executable } from '../../../src-main/graph/executable';
import { Tracer } from '../../../src-main/graph/trace';
import { registerNativeKernels } from '../../../src-main/native/kernels';
import { loadTensorFlow, type TensorFlow } from '../../../src-main/native/tensorflow';

let tensorflow: TensorFlow;
let tracer: Tracer;

beforeAll(async () => {
  tensorflow = await loadTensorFlow();
  registerNativeKernels(tensorflow);
  tracer = new Tracer(tensorflow);
});

describe('Tracer', () => {
  it('shares one TF.js with the native package', () => {
    expect(tf.engine()).toBe(tensorflow.engine());
  });

  it('runs a traced function and its gradient', async () => {
    const builder = new GraphBuilder();
    builder.variable('w', [3], { kind: 'constant', value: 2 });
    tracer.trace(builder, 'f', { x: { shape: [3], dtype: 'float32' } }, ({ x }, context) => {
      const w = context.variable('w');
      const { value, grads } = tf.variableGrads(() => tf.sum(tf.square(tf.mul(x ?? w, w))), [w]);
      return { value, gradient: grads['w'] ?? value };
    });
    const executable = await Executable.load(tensorflow, builder);
    executable.initialise([1, 2]);
    const { value, gradient } = executable.run('f', { x: Float32Array.of(1, 2, 3) });
    expect(Array.from(value?.values ?? [])).toEqual([56]);
    expect(Array.from(gradient?.values ?? [])).toEqual([4, 16, 36]);
    executable.dispose();
  });
});
