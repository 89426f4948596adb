import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { declareAdam } from '../../../src-main/graph/adam';
import { GraphBuilder } from '../../../src-main/graph/builder';
import { Executable } from '../../../src-main/graph/executable';
import { Tracer, updatedSquares, type TraceContext } from '../../../src-main/graph/trace';
import type { TensorFlow } from '../../../src-main/native/tensorflow';
import { largestDifference } from '../../support/tensors';
import { tracing } from '../../support/tracing';

let tensorflow: TensorFlow;
let tracer: Tracer;

beforeAll(async () => {
  ({ tensorflow, tracer } = await tracing());
});

const three = { x: { shape: [3], dtype: 'float32' } } as const;

/** Traces a function of one float32 [3] into a graph that has the variable w, also of shape [3]. */
function trace(body: (x: tf.Tensor, context: TraceContext) => tf.Tensor): GraphBuilder {
  const builder = new GraphBuilder();
  builder.variable('w', [3], { kind: 'constant', value: 2 });
  tracer.trace(builder, 'f', three, ({ x }, context) => ({ y: body(x ?? tf.scalar(0), context) }));
  return builder;
}

async function run(builder: GraphBuilder, x: readonly number[]): Promise<number[]> {
  const executable = await Executable.load(tensorflow, builder);
  executable.initialise([1, 2]);
  const { y } = executable.run('f', { x: Float32Array.from(x) });
  executable.dispose();
  return Array.from(y?.values ?? []);
}

describe('Tracer', () => {
  it('shares one TF.js with the native package', () => {
    expect(tf.engine()).toBe(tensorflow.engine());
  });

  it('is one for the process', () => {
    expect(() => new Tracer(tensorflow)).toThrow('There is a tracer already');
  });

  it('runs a traced function and its gradient', async () => {
    const builder = new GraphBuilder();
    builder.variable('w', [3], { kind: 'constant', value: 2 });
    tracer.trace(builder, 'f', three, ({ x }, context) => {
      const w = context.variable('w');
      const { value, grads } = tf.variableGrads(() => tf.sum(tf.square(tf.mul(x ?? w, w))), [w]);
      return { value, gradient: grads.w ?? value };
    });
    const executable = await Executable.load(tensorflow, builder);
    executable.initialise([1, 2]);
    const { value, gradient } = executable.run('f', { x: Float32Array.of(1, 2, 3) });
    expect(Array.from(value?.values ?? [])).toEqual([56]);
    expect(Array.from(gradient?.values ?? [])).toEqual([4, 16, 36]);
    executable.dispose();
  });

  it('gives half the sum of squares of each watched variable after its update', async () => {
    const builder = new GraphBuilder();
    const settings = { name: 'model', beta1: 0.5, beta2: 0.999, epsilon: 1e-7 };
    const variables = ['v', 'w'].map((name) => builder.variable(name, [3], { kind: 'constant', value: 2 }));
    declareAdam(builder, variables, settings);
    tracer.trace(builder, 'f', three, ({ x = tf.scalar(0) }, context) => {
      const [v, w] = [context.variable('v'), context.variable('w')];
      const { value, grads } = tf.variableGrads(() => tf.sum(tf.add(tf.mul(x, v), tf.square(w))), [v, w]);
      context.adam(grads, tf.scalar(0.1), settings);
      context.watch(['v', 'w']);
      return { value };
    });
    const executable = await Executable.load(tensorflow, builder);
    const names = executable.watchedBy('f');
    expect([...names].sort()).toEqual(['v', 'w']);
    for (const [x, isFinite] of [
      [1, true],
      [Number.NaN, false],
    ] as const) {
      executable.initialise([1, 2]);
      const squares = executable.run('f', { x: Float32Array.of(1, x, 1) })[updatedSquares]?.values ?? [];
      const expected = names.map((name) => executable.get(name).reduce((sum, value) => sum + value ** 2 / 2, 0));
      expect(largestDifference(squares, expected)).toBeLessThan(1e-5);
      expect(Array.from(squares, Number.isFinite)).toEqual(names.map((name) => name === 'w' || isFinite));
    }
    executable.dispose();
  });

  it('updates where a condition holds and nothing where it does not, and assigns', async () => {
    const builder = new GraphBuilder();
    const settings = { name: 'model', beta1: 0.5, beta2: 0.999, epsilon: 1e-7 };
    const w = builder.variable('w', [3], { kind: 'constant', value: 2 });
    builder.variable('steps', [], { kind: 'constant', value: 5 });
    declareAdam(builder, [w], settings);
    tracer.trace(builder, 'f', three, ({ x = tf.scalar(0) }, context) => {
      const { value, grads } = tf.variableGrads(
        () => tf.sum(tf.mul(x, context.variable('w'))),
        [context.variable('w')],
      );
      context.adam(grads, tf.scalar(0.1), settings, tf.all(tf.isFinite(x)));
      context.assign('steps', tf.add(context.variable('steps'), 1));
      return { value, before: context.variable('steps').clone() };
    });
    const executable = await Executable.load(tensorflow, builder);
    executable.initialise([1, 2]);
    const state = (): number[][] =>
      ['w', 'w/adam_m', 'w/adam_v', 'model/adam_beta1_power', 'model/adam_beta2_power'].map((name) =>
        Array.from(executable.get(name)),
      );
    const initial = state();
    const { before } = executable.run('f', { x: Float32Array.of(1, Infinity, 1) });
    expect(before?.values).toEqual(Float32Array.of(5));
    expect(state()).toEqual(initial);
    expect(executable.get('steps')).toEqual(Float32Array.of(6));
    executable.run('f', { x: Float32Array.of(1, 1, 1) });
    expect(state().map((values, index) => values[0] !== initial[index]?.[0])).toEqual([true, true, true, true, true]);
    executable.dispose();
  });

  it('keeps no tensors, also not those that the function keeps', () => {
    const before = tf.memory().numTensors;
    trace((x, context) => tf.keep(tf.mul(x, context.variable('w'))));
    expect(tf.memory().numTensors).toBe(before);
  });

  it('makes a computation that is written twice once', () => {
    const count = (body: (x: tf.Tensor) => tf.Tensor): number =>
      trace(body).nodes.filter(({ op }) => op === 'Tanh').length;
    expect(count((x) => tf.add(tf.tanh(x), tf.tanh(x)))).toBe(1);
    expect(count((x) => tf.add(tf.tanh(x), tf.tanh(tf.neg(x))))).toBe(2);
  });

  it('reads a constant, whose value is known', async () => {
    const builder = trace((x) => tf.mul(x, tf.scalar(3).dataSync()[0] ?? 0));
    expect(await run(builder, [1, 2, 3])).toEqual([3, 6, 9]);
  });

  it('takes the value of a constant when it is made, not when its array changes later', async () => {
    const values = Float32Array.of(1, 1, 1);
    const builder = trace((x) => {
      const sum = tf.add(x, tf.tensor1d(values));
      values.fill(9);
      return sum;
    });
    expect(await run(builder, [0, 0, 0])).toEqual([1, 1, 1]);
  });
});

describe('a trace is refused', () => {
  it.each<[string, (x: tf.Tensor, context: TraceContext) => tf.Tensor, RegExp]>([
    [
      'by the name of an operation that it does not know, and the line that called it',
      (x) => tf.erf(x),
      /operation Erf has no shape function.*\(called at .*trace\.test\.ts:\d+:\d+\)$/,
    ],
    ['when a value is read', (x) => tf.scalar(x.dataSync()[0] ?? 0), /f\/x cannot be read while a graph is traced/],
    ['when a computed value is read', (x) => tf.scalar(tf.sum(x).arraySync() as number), /Sum cannot be read/],
    [
      'when a variable is read',
      (_, context) => tf.scalar(context.variable('w').dataSync()[0] ?? 0),
      /w\/read cannot be/,
    ],
    ['for a variable that is not declared', (_, context) => context.variable('v'), /v was not declared/],
    ['for an output of bytes', () => tf.scalar(0), /uint8/],
    ['within a gradient', (x) => tf.grad((y) => tf.sum(tf.erf(y)))(x), /operation Erf.*trace\.test\.ts/],
    ['for shapes that do not fit, with the line too', (x) => tf.matMul(x, tf.zeros([4, 4])), /matMul|MatMul/],
    ['with the function’s own error', () => thrown('mistake of the model'), /^mistake of the model$/],
  ])('%s, and the tracer and the backend go on working', async (title, body, message) => {
    const builder = new GraphBuilder();
    builder.variable('w', [3], { kind: 'constant', value: 2 });
    const before = tf.memory().numTensors;
    const isBytes = title.includes('bytes');
    const specs = isBytes ? ({ x: { shape: [3], dtype: 'uint8' } } as const) : three;
    const attempt = (): void => {
      tracer.trace(builder, 'f', specs, ({ x = tf.scalar(0) }, context) => ({ y: isBytes ? x : body(x, context) }));
    };
    expect(attempt).toThrow(message);
    expect(tf.getBackend()).toBe('tensorflow');
    expect(tf.memory().numTensors).toBe(before);
    expect(builder.signatures.size).toBe(0);
    expect(tf.tidy(() => tf.add(tf.scalar(1), 1).dataSync()[0])).toBe(2);
    expect(
      tf.tidy(
        () =>
          tf
            .grad((y) => tf.square(y))(tf.scalar(3))
            .dataSync()[0],
      ),
    ).toBe(6);
    expect(
      await run(
        trace((x, context) => tf.mul(x, context.variable('w'))),
        [1, 2, 3],
      ),
    ).toEqual([2, 4, 6]);
  });

  it.each(['tensorflow', 'cpu'])('for a tensor of the backend %s, which keeps it', async (backend) => {
    await tf.setBackend(backend);
    try {
      const foreign = tf.tensor1d([1, 2, 3]);
      const computed = tf.square(foreign);
      for (const tensor of [foreign, computed]) {
        expect(() => trace((x) => tf.add(x, tensor))).toThrow('made outside of a trace');
        expect(() => trace(() => tf.clone(tensor))).toThrow('made outside of a trace');
        expect(() => trace(() => tensor)).toThrow('made outside of a trace');
      }
      expect(tf.getBackend()).toBe(backend);
      expect(Array.from(foreign.dataSync())).toEqual([1, 2, 3]);
      expect(Array.from(tf.tidy(() => tf.add(foreign, computed).dataSync()))).toEqual([2, 6, 12]);
      tf.dispose([foreign, computed]);
    } finally {
      await tf.setBackend('tensorflow');
    }
    expect(
      await run(
        trace((x) => tf.neg(x)),
        [1, 2, 3],
      ),
    ).toEqual([-1, -2, -3]);
  });

  it('inside of another one, which can still be finished', async () => {
    const builder = trace((x) => {
      expect(() => trace((y) => y)).toThrow('A trace is going on already');
      return tf.square(x);
    });
    expect(tf.getBackend()).toBe('tensorflow');
    expect(await run(builder, [1, 2, 3])).toEqual([1, 4, 9]);
  });

  it('for a tensor that has left its trace', () => {
    const kept: tf.Tensor[] = [];
    trace((x) => {
      kept.push(tf.keep(tf.square(x)));
      return x;
    });
    expect(() => trace((x) => tf.add(x, kept[0] ?? x))).toThrow('outside of its trace');
    tf.dispose(kept);
  });
});

function thrown(message: string): never {
  throw new Error(message);
}
