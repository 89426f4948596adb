/** Deterministic tensors for numerical tests. */
import { createHash } from 'node:crypto';
import * as tf from '@tensorflow/tfjs-core';
import { Philox } from '../../src-main/core/philox';
import type { FeedValues } from '../../src-main/graph/executable';
import type { InputSpec } from '../../src-main/graph/trace';

/** A tensor as plain data: it can be fed to a graph or made eagerly. */
export interface Input extends InputSpec {
  readonly values: FeedValues;
}

/** Floats in [low, high) that follow from the seed. */
export function floats(shape: readonly number[], { low = -2, high = 2, seed = 1 } = {}): Input {
  const random = new Philox(seed, 5);
  const values = Float32Array.from({ length: sizeOf(shape) }, () => low + (high - low) * random.nextUniform());
  return { shape, dtype: 'float32', values };
}

export function integers(shape: readonly number[], values: readonly number[]): Input {
  return { shape, dtype: 'int32', values: Int32Array.from(values) };
}

export function booleans(shape: readonly number[], values: readonly number[]): Input {
  return { shape, dtype: 'bool', values: Uint8Array.from(values) };
}

/** Bytes 0…255 in a fixed disorder. */
export function bytes(shape: readonly number[]): Input {
  return {
    shape,
    dtype: 'uint8',
    values: Uint8Array.from({ length: sizeOf(shape) }, (_, index) => (index * 37) % 256),
  };
}

/** The tensor on the active backend; bytes are int32 to TF.js. */
export function toTensor({ values, shape, dtype }: Input): tf.Tensor {
  if (dtype === 'uint8') {
    return tf.tensor(Int32Array.from(values), [...shape], 'int32');
  }
  if (dtype === 'string' || dtype === 'resource' || dtype === 'float16' || dtype === 'bfloat16') {
    throw new Error(`No tensor is made of ${dtype}.`);
  }
  return tf.tensor(values, [...shape], dtype);
}

/** Values of a tensor as plain numbers. */
export function numbers(tensor: tf.Tensor): number[] {
  return Array.from(tensor.dataSync());
}

/** Largest difference between two lists of equal length; infinite where one is not finite and the other differs. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) {
    return Number.POSITIVE_INFINITY;
  }
  return Array.from(a).reduce((largest, value, index) => {
    const other = b[index] ?? Number.NaN;
    const difference = Object.is(value, other) ? 0 : Math.abs(value - other);
    return Number.isNaN(difference) ? Number.POSITIVE_INFINITY : Math.max(largest, difference);
  }, 0);
}

/** A digest of each variable's bits: quick to compare, where vitest would walk through every number. */
export function digests(
  names: readonly string[],
  get: (name: string) => Float32Array,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    names.map((name) => {
      const { buffer, byteOffset, byteLength } = get(name);
      return [
        name,
        createHash('sha1')
          .update(new Uint8Array(buffer, byteOffset, byteLength))
          .digest('hex'),
      ];
    }),
  );
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
