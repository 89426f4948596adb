import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { declareAdam } from '../../../src-main/graph/adam';
import { GraphBuilder } from '../../../src-main/graph/builder';
import { Executable } from '../../../src-main/graph/executable';
import { nativeBackend } from '../../../src-main/native/tensorflow';
import { digests } from '../../support/tensors';
import { temporaryFolder } from '../../support/temporary-folder';
import { tracing } from '../../support/tracing';

const adam = { name: 'net', beta1: 0.5, beta2: 0.999, epsilon: 1e-7 } as const;
const normal = { kind: 'normal', standardDeviation: 0.02 } as const;

/** A graph with two kernels of `size` values, a bias of two, and one Adam step on a loss of them all. */
async function load(size = 4000, seedName = 'net'): Promise<Executable> {
  const { tensorflow, tracer } = await tracing();
  const builder = new GraphBuilder();
  const variables = [
    builder.variable('net/a', [size], normal),
    builder.variable('net/b', [size], normal),
    builder.variable('net/bias', [2], { kind: 'constant', value: 0.5 }),
  ];
  declareAdam(builder, variables, { ...adam, name: seedName });
  const specs = { x: { shape: [], dtype: 'float32' }, rate: { shape: [], dtype: 'float32' } } as const;
  tracer.trace(builder, 'step', specs, ({ x = tf.scalar(0), rate = tf.scalar(0) }, context) => {
    const weights = variables.map(({ name }) => context.variable(name));
    const { value, grads } = tf.variableGrads(() => {
      const sums = weights.map((weight) => tf.sum(tf.square(tf.sub(weight, x))));
      return tf.addN(sums) as tf.Scalar;
    }, weights);
    context.adam(grads, rate, { ...adam, name: seedName });
    return { loss: value };
  });
  return Executable.load(tensorflow, builder);
}

const feeds = (rate: number): Record<string, Float32Array> => ({ x: Float32Array.of(1), rate: Float32Array.of(rate) });

function contents(executable: Executable): Readonly<Record<string, string>> {
  return digests(executable.variableNames, (name) => executable.get(name));
}

let executable: Executable;

beforeEach(async () => {
  executable = await load();
  executable.initialise([3, 4]);
});

afterEach(() => {
  executable.dispose();
});

describe('initialise', () => {
  it('gives every variable its value, the same for the same seed', () => {
    const first = contents(executable);
    expect(Object.keys(first).sort()).toEqual(
      [
        ...['net/a', 'net/b', 'net/bias'].flatMap((name) => [name, `${name}/adam_m`, `${name}/adam_v`]),
        'net/adam_beta1_power',
        'net/adam_beta2_power',
      ].sort(),
    );
    expect(executable.get('net/bias')).toEqual(Float32Array.of(0.5, 0.5));
    expect(executable.get('net/a/adam_m')).toEqual(new Float32Array(4000));
    expect(executable.get('net/adam_beta1_power')).toEqual(Float32Array.of(0.5));
    expect(executable.get('net/adam_beta2_power')).toEqual(Float32Array.of(0.999));
    executable.run('step', feeds(0.1));
    expect(contents(executable)).not.toEqual(first);
    executable.initialise([3, 4]);
    expect(contents(executable)).toEqual(first);
    executable.initialise([3, 5]);
    expect(contents(executable)).not.toEqual(first);
    executable.initialise([4, 4]);
    expect(contents(executable)).not.toEqual(first);
  });

  it('draws from the normal distribution, other values for each variable', () => {
    const [a, b] = [executable.get('net/a'), executable.get('net/b')];
    for (const values of [a, b]) {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
      // Five standard errors of 4,000 draws.
      expect(Math.abs(mean)).toBeLessThan(0.0016);
      expect(Math.abs(deviation - 0.02)).toBeLessThan(0.0012);
    }
    const correlation = a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0) / (a.length * 0.02 ** 2);
    expect(Math.abs(correlation)).toBeLessThan(0.08);
  });
});

describe('run', () => {
  it('gives the loss before the update, and updates as Adam does', () => {
    const before = ['net/a', 'net/b', 'net/bias'].map((name) => executable.get(name));
    const [loss] = Object.values(executable.run('step', feeds(0.1)));
    const squares = before.flatMap((values) => Array.from(values, (value) => (value - 1) ** 2));
    const expected = squares.reduce((sum, value) => sum + value, 0);
    expect((loss?.values[0] ?? 0) / expected).toBeCloseTo(1, 5);
    // The first step is the learning rate against the gradient's sign; the gradient of (0.5 − 1)² is −1.
    const bias = executable.get('net/bias');
    expect(Math.abs((bias[0] ?? 0) - 0.6)).toBeLessThan(1e-5);
    expect(executable.get('net/bias/adam_m')).toEqual(Float32Array.of(-0.5, -0.5));
    expect(executable.get('net/bias/adam_v')[0]).toBeCloseTo(0.001, 7);
    expect(executable.get('net/adam_beta1_power')).toEqual(Float32Array.of(0.25));
    expect(executable.get('net/adam_beta2_power')[0]).toBeCloseTo(0.998001, 7);
  });

  it.each([
    ['too few values', { x: new Float32Array(0) }, 'takes [], not Float32Array of 0'],
    ['too many values', { x: Float32Array.of(1, 2) }, 'takes [], not Float32Array of 2'],
    ['another type', { x: Int32Array.of(1) }, 'takes [], not Int32Array of 1'],
    ['no value', {}, 'step was run without its input x'],
  ])('refuses %s before TensorFlow sees them', async (_, given, message) => {
    const { binding } = nativeBackend((await tracing()).tensorflow);
    const before = contents(executable);
    const tensors = binding.getNumOfTensors();
    expect(() => executable.run('step', { rate: Float32Array.of(0.1), ...given })).toThrow(message);
    expect(binding.getNumOfTensors()).toBe(tensors);
    expect(contents(executable)).toEqual(before);
  });

  it('refuses a function that the graph does not have', () => {
    expect(() => executable.run('walk', {})).toThrow('no function walk');
  });

  it('leaves no tensors behind', async () => {
    const { binding } = nativeBackend((await tracing()).tensorflow);
    const counts = (): readonly number[] => [binding.getNumOfTensors(), tf.memory().numTensors];
    const before = counts();
    for (let step = 0; step < 5; step++) {
      executable.run('step', feeds(0.1));
      executable.set('net/bias', executable.get('net/bias'));
    }
    expect(counts()).toEqual(before);
  });
});

describe('get and set', () => {
  it('set one variable and no other', () => {
    const before = contents(executable);
    executable.set('net/bias', Float32Array.of(7, 8));
    expect(executable.get('net/bias')).toEqual(Float32Array.of(7, 8));
    expect(contents(executable)).toEqual({ ...before, 'net/bias': contents(executable)['net/bias'] });
  });

  it('refuse an unknown name and a wrong size', () => {
    expect(() => executable.get('net/c')).toThrow('no variable net/c');
    expect(() => { executable.set('net/c', Float32Array.of(1)); }).toThrow('no variable net/c'); // prettier-ignore
    expect(() => { executable.set('net/bias', Float32Array.of(1)); }).toThrow('takes [2], not Float32Array of 1'); // prettier-ignore
  });
});

describe('checkpoint', () => {
  // Windows has no name with the other marks of a pattern.
  const names = ['Prüf 크기', 'try [1]', ...(process.platform === 'win32' ? [] : ['all *', 'why?', 'back\\slash'])];
  it.each(names)('brings back every variable, those of the optimizer too, from a folder named %s', async (name) => {
    const prefix = path.join(await temporaryFolder(), name, 'model');
    executable.run('step', feeds(0.1));
    const saved = contents(executable);
    executable.save(prefix);
    executable.run('step', feeds(0.1));
    expect(contents(executable)).not.toEqual(saved);
    executable.restore(prefix);
    expect(contents(executable)).toEqual(saved);
    const other = await load();
    other.restore(prefix);
    expect(contents(other)).toEqual(saved);
    other.dispose();
  });

  it.each<[string, (prefix: string) => Promise<unknown>]>([
    ['missing', () => Promise.resolve()],
    ['truncated', (prefix) => change(`${prefix}.data-00000-of-00001`, (bytes) => bytes.subarray(0, 20_000))],
    ['empty', (prefix) => change(`${prefix}.data-00000-of-00001`, (bytes) => bytes.subarray(0, 0))],
    ['damaged', (prefix) => change(`${prefix}.data-00000-of-00001`, (bytes) => bytes.fill(1, 90_000, 90_004))],
    ['without its index', (prefix) => change(`${prefix}.index`, (bytes) => bytes.subarray(0, 10))],
  ])('that is %s is refused and changes nothing', async (title, damage) => {
    const prefix = path.join(await temporaryFolder(), 'model');
    if (title !== 'missing') {
      executable.save(prefix);
    }
    await damage(prefix);
    executable.run('step', feeds(0.1));
    const before = contents(executable);
    expect(() => { executable.restore(prefix); }).toThrow(); // prettier-ignore
    expect(contents(executable)).toEqual(before);
    executable.run('step', feeds(0.1));
  });

  it.each([
    ['of other shapes', () => load(5000)],
    ['that lacks a variable', () => load(4000, 'other')],
  ])('%s is refused and changes nothing', async (_, makeOther) => {
    const prefix = path.join(await temporaryFolder(), 'model');
    const other = await makeOther();
    other.initialise([8, 8]);
    other.set('net/bias', Float32Array.of(9, 9));
    other.save(prefix);
    other.dispose();
    const before = contents(executable);
    expect(() => { executable.restore(prefix); }).toThrow(); // prettier-ignore
    expect(contents(executable)).toEqual(before);
  });

  it('cannot be written where there is no folder to be made', async () => {
    const file = path.join(await temporaryFolder(), 'file');
    await writeFile(file, '');
    expect(() => { executable.save(path.join(file, 'model')); }).toThrow(); // prettier-ignore
  });
});

describe('dispose', () => {
  it('frees the graph, is safe twice, and ends all use', async () => {
    const { binding } = nativeBackend((await tracing()).tensorflow);
    const before = binding.getNumOfSavedModels();
    executable.dispose();
    executable.dispose();
    expect(binding.getNumOfSavedModels()).toBe(before - 1);
    expect(() => executable.run('step', feeds(0.1))).toThrow();
    expect(() => executable.get('net/bias')).toThrow();
  });
});

async function change(file: string, how: (bytes: Buffer) => Uint8Array): Promise<void> {
  await writeFile(file, how(await readFile(file)));
}
