/** The graph's vocabulary: data types, symbolic tensors, attributes and nodes of a TensorFlow GraphDef. */

/** TensorFlow's DataType enumeration (tensorflow/core/framework/types.proto), as far as it is used. */
export const dataTypes = {
  float32: 1,
  int32: 3,
  uint8: 4,
  string: 7,
  bool: 10,
  bfloat16: 14,
  float16: 19,
  resource: 20,
} as const;

export type DataTypeName = keyof typeof dataTypes;
export type DataTypeCode = (typeof dataTypes)[DataTypeName];

export type Shape = readonly number[];

/** A node's output by name; all that a later node needs of it. */
export interface Reference {
  /** "node" or "node:output". */
  readonly ref: string;
}

/** Values of a constant or a feed, in row-major order. */
export type Values = Float32Array | Int32Array | Uint8Array | readonly string[];

/** A tensor of the graph: known shape, value known only if it is a small constant. */
export interface GraphTensor extends Reference {
  /** −1 for a dimension that is known only when the graph runs. */
  readonly shape: Shape;
  readonly dtype: DataTypeCode;
  readonly value?: Values;
}

export type Attribute =
  | { readonly kind: 'type'; readonly value: number }
  | { readonly kind: 'int'; readonly value: number }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'shape'; readonly value: Shape }
  | { readonly kind: 'ints'; readonly value: readonly number[] }
  | { readonly kind: 'types'; readonly value: readonly number[] }
  | {
      readonly kind: 'tensor';
      readonly dtype: DataTypeCode;
      readonly shape: Shape;
      readonly values: Values | Uint16Array;
    };

export type Attributes = Readonly<Record<string, Attribute>>;

export interface GraphNode {
  readonly name: string;
  readonly op: string;
  /** Data inputs ("node" or "node:output"), then control inputs ("^node"). */
  readonly inputs: readonly string[];
  readonly attributes: Attributes;
}

/** Named inputs and outputs of a traced function. */
export interface Signature {
  readonly inputs: Readonly<Record<string, GraphTensor>>;
  readonly outputs: Readonly<Record<string, GraphTensor>>;
  /** The variables that the function watches, in the order of its output of their squares. */
  readonly watched?: readonly string[];
}

export function sizeOf(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** The data type of TensorFlow's number for it. @throws Error for one that this module does not handle. */
export function dataTypeOf(code: number): DataTypeCode {
  const known = Object.values(dataTypes).find((candidate) => candidate === code);
  if (known === undefined) {
    throw new Error(`TensorFlow data type ${String(code)} is not supported in a graph.`);
  }
  return known;
}

/** Whether the values of a constant are numbers, as every type but string has. */
export function isNumeric<T extends Values | Uint16Array>(values: T): values is Exclude<T, readonly string[]> {
  return ArrayBuffer.isView(values);
}
