/** Every operation that can be traced: the graph's shapes, types and values against TF.js run eagerly. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { inferShapes, supportedOperations } from '../../../src-main/graph/shapes';
import { dataTypes, type GraphTensor } from '../../../src-main/graph/types';
import { largestDifference, toTensor } from '../../support/tensors';
import { traceAndRun, tracing } from '../../support/tracing';
import { operationCases, type OperationCase } from './operation-cases';

const cases = operationCases().map((operationCase, index) => {
  const shapes = operationCase.inputs.map(({ dtype, shape }) => `${dtype}[${shape.join()}]`).join(', ');
  return [`${String(index + 1)}. ${operationCase.op}(${shapes})`, operationCase] as const;
});

beforeAll(async () => {
  await tracing();
});

/** Shapes, types and values of the eager results, on the native backend. */
function eagerly({ inputs, compute }: OperationCase): readonly {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly values: ArrayLike<number>;
}[] {
  expect(tf.getBackend()).toBe('tensorflow');
  const results: { shape: number[]; dtype: string; values: ArrayLike<number> }[] = [];
  tf.tidy(() => {
    for (const tensor of [compute(...inputs.map(toTensor))].flat()) {
      results.push({ shape: tensor.shape, dtype: tensor.dtype, values: tensor.dataSync() });
    }
  });
  return results;
}

describe('operations in a graph', () => {
  it('have a case each', () => {
    const tested = new Set(operationCases().map(({ op }) => op));
    expect(supportedOperations().filter((op) => !tested.has(op))).toEqual([]);
  });

  it.each(cases)('%s', async (_, operationCase) => {
    const { op, inputs, compute } = operationCase;
    const expected = eagerly(operationCase);
    const { builder, outputs } = await traceAndRun(inputs, (...tensors) => [compute(...tensors)].flat());
    expect(builder.nodes.map((node) => node.op)).toContain(op);
    const symbols = Object.values(builder.signatures.get('f')?.outputs ?? {});
    expect(outputs).toHaveLength(expected.length);
    expected.forEach(({ shape, dtype, values }, index) => {
      const output = outputs[index];
      expect(symbols[index]?.shape, 'inferred shape').toEqual(shape);
      expect(output?.shape, 'shape of the run').toEqual(shape);
      const inferred = Object.entries(dataTypes).find(([, code]) => code === symbols[index]?.dtype)?.[0];
      // TF.js has no uint8.
      expect(inferred === 'uint8' ? 'int32' : inferred, 'inferred type').toBe(dtype);
      expect(largestDifference(output?.values ?? [], values)).toBeLessThanOrEqual(2e-6);
    });
  });
});

describe('inferShapes', () => {
  const tensor = (...shape: number[]): GraphTensor => ({ ref: 'x', shape, dtype: dataTypes.float32 });
  const convolution = { strides: [1, 2, 2, 1], dilations: [1, 1, 1, 1], padding: 'SAME', data_format: 'NHWC' };
  const picture = tensor(1, 8, 8, 3);
  const kernel = tensor(4, 4, 3, 2);

  it.each([
    ['an operation that it does not know', 'Qr', [tensor(2, 2)], {}, /^The TensorFlow operation Qr has no shape/],
    ['shapes that do not broadcast', 'Add', [tensor(2, 3), tensor(2)], {}, /^Add\(\[2, 3\], \[2\]\): .*broadcast/],
    ['a missing input', 'Add', [tensor(2)], {}, /^Add\(\[2\]\): input 1 is missing/],
    ['a shape that is no constant', 'Fill', [tensor(2), tensor()], {}, /^Fill.*must be a constant/],
    ['channels that differ', 'Conv2D', [picture, tensor(4, 4, 2, 5)], convolution, /^Conv2D.*2 input channels/],
    ['dilation', 'Conv2D', [picture, kernel], { ...convolution, dilations: [1, 2, 2, 1] }, /^Conv2D.*dilation/],
    ['explicit padding', 'Conv2D', [picture, kernel], { ...convolution, padding: 'EXPLICIT' }, /^Conv2D.*EXPLICIT/],
    ['channels first', 'Conv2D', [picture, kernel], { ...convolution, data_format: 'NCHW' }, /^Conv2D.*NCHW/],
    ['sizes that do not multiply', 'BatchMatMulV2', [tensor(2, 3), tensor(2, 3)], {}, /^BatchMatMulV2.*differ/],
  ] as const)('refuses %s', (_, op, inputs, attributes, message) => {
    expect(() => inferShapes(op, inputs, attributes)).toThrow(message);
  });

  it('refuses to reshape into another size', () => {
    const shape: GraphTensor = { ref: 's', shape: [2], dtype: dataTypes.int32, value: Int32Array.of(2, 4) };
    expect(() => inferShapes('Reshape', [tensor(6), shape], {})).toThrow(/^Reshape\(\[6\], \[2\]\).*\[2, 4\]/);
  });
});
