/** A TensorFlow graph as TF.js's graph model: `model.json` with the nodes, and the constants' values beside it. */
import { graphProducer, outputName } from '../../graph/proto';
import {
  dataTypes,
  isNumeric,
  sizeOf,
  type Attribute,
  type GraphNode,
  type GraphTensor,
  type Shape,
  type Signature,
} from '../../graph/types';
import type { ExportPrecision } from '../../contract/export';
import { toFloat16 } from '../../saved-model/float16';

/** How a weight is stored; `quantization` says how TF.js makes float32 of it. */
export interface StoredWeight {
  readonly name: string;
  readonly shape: Shape;
  readonly dtype: 'float32' | 'int32';
  readonly quantization?: {
    readonly dtype: 'float16' | 'uint8';
    readonly original_dtype: 'float32';
    readonly scale?: number;
    readonly min?: number;
  };
}

export interface GraphModel {
  readonly topology: unknown;
  readonly signature: unknown;
  readonly weights: readonly StoredWeight[];
  /** The weights' values one after the other. */
  readonly data: readonly Uint8Array[];
}

/** Constants with fewer values stay as they are: statistics' gammas and betas, shapes and axes. */
const fewestQuantized = 4096;

/**
 * @param nodes a graph whose variables are constants
 * @throws Error that names a constant of a type that TF.js does not load.
 */
export function graphModel(
  nodes: readonly GraphNode[],
  { inputs, outputs }: Signature,
  precision: ExportPrecision,
): GraphModel {
  const weights: StoredWeight[] = [];
  const data: Uint8Array[] = [];
  const topologyNodes = nodes.map(({ name, op, inputs: from, attributes }) => {
    const value = attributes['value'];
    if (op === 'Const' && value?.kind === 'tensor') {
      const { weight, bytes } = storedConstant(name, value, precision);
      weights.push(weight);
      data.push(bytes);
    }
    const attr = Object.fromEntries(
      Object.entries(attributes).map(([key, attribute]) => [key, attributeJson(attribute)]),
    );
    return { name, op, input: from, attr };
  });
  return {
    topology: { node: topologyNodes, library: {}, versions: { producer: graphProducer } },
    signature: { inputs: tensorInfos(inputs), outputs: tensorInfos(outputs) },
    weights,
    data,
  };
}

function storedConstant(
  name: string,
  { dtype, shape, values }: Attribute & { kind: 'tensor' },
  precision: ExportPrecision,
): { readonly weight: StoredWeight; readonly bytes: Uint8Array } {
  if (!isNumeric(values)) {
    throw new Error(`The constant ${name} is a string, which a TF.js model cannot hold.`);
  }
  if (dtype === dataTypes.int32) {
    return { weight: { name, shape, dtype: 'int32' }, bytes: bytesOf(values) };
  }
  if (dtype !== dataTypes.float32 || !(values instanceof Float32Array)) {
    throw new Error(`The constant ${name} has a type that a TF.js model cannot hold.`);
  }
  const weight = { name, shape, dtype: 'float32' } as const;
  if (precision === 'float32' || sizeOf(shape) < fewestQuantized) {
    return { weight, bytes: bytesOf(values) };
  }
  if (precision === 'float16') {
    const quantization = { dtype: 'float16', original_dtype: 'float32' } as const;
    return { weight: { ...weight, quantization }, bytes: bytesOf(toFloat16(values)) };
  }
  const { bytes, scale, min } = toUint8(values);
  return { weight: { ...weight, quantization: { dtype: 'uint8', original_dtype: 'float32', scale, min } }, bytes };
}

/** 256 levels from the least to the greatest value; zero keeps a level of its own. */
function toUint8(values: Float32Array): { readonly bytes: Uint8Array; readonly scale: number; readonly min: number } {
  let [least, greatest] = [0, 0];
  for (const value of values) {
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
  }
  const scale = (greatest - least) / 255 || 1;
  const zero = Math.round(-least / scale);
  const bytes = new Uint8ClampedArray(values.length);
  for (let index = 0; index < values.length; index++) {
    bytes[index] = Math.round((values[index] ?? 0) / scale) + zero;
  }
  return { bytes: new Uint8Array(bytes.buffer), scale, min: -zero * scale };
}

function bytesOf(values: Float32Array | Int32Array | Uint8Array | Uint16Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/** An attribute in protocol buffers' JSON form, in which 64-bit integers and bytes are strings. */
function attributeJson(attribute: Attribute): unknown {
  switch (attribute.kind) {
    case 'type':
      return { type: typeName(attribute.value) };
    case 'int':
      return { i: String(attribute.value) };
    case 'float':
      return { f: attribute.value };
    case 'bool':
      return { b: attribute.value };
    case 'string':
      return { s: Buffer.from(attribute.value).toString('base64') };
    case 'shape':
      return { shape: shapeJson(attribute.value) };
    case 'ints':
      return { list: { i: attribute.value.map(String) } };
    case 'types':
      return { list: { type: attribute.value.map(typeName) } };
    case 'tensor':
      return { tensor: { dtype: typeName(attribute.dtype), tensorShape: shapeJson(attribute.shape) } };
  }
}

function tensorInfos(tensors: Readonly<Record<string, GraphTensor>>): unknown {
  return Object.fromEntries(
    Object.entries(tensors).map(([key, { ref, dtype, shape }]) => [
      key,
      { name: outputName(ref), dtype: typeName(dtype), tensorShape: shapeJson(shape) },
    ]),
  );
}

function shapeJson(shape: Shape): unknown {
  return { dim: shape.map((size) => ({ size: String(size) })) };
}

const typeNames: Readonly<Record<number, string>> = {
  [dataTypes.float32]: 'DT_FLOAT',
  [dataTypes.int32]: 'DT_INT32',
  [dataTypes.uint8]: 'DT_UINT8',
  [dataTypes.bool]: 'DT_BOOL',
};

function typeName(code: number): string {
  const name = typeNames[code];
  if (name === undefined) {
    throw new Error(`TensorFlow data type ${String(code)} cannot be written for TF.js.`);
  }
  return name;
}
