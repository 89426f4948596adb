/**
 * Encodes a model as an ONNX protocol buffer. Field numbers are those of onnx/onnx.proto (ModelProto, GraphProto,
 * NodeProto, AttributeProto, TensorProto, ValueInfoProto).
 */
import { bytes, encode, fixed32, message, tag, varint, type Writer } from '../../graph/protobuf';

/** TensorProto.DataType, as far as it is used. */
export const onnxTypes = { float32: 1, uint8: 2, int64: 7, float16: 10 } as const;
export type OnnxType = (typeof onnxTypes)[keyof typeof onnxTypes];

export type OnnxAttribute =
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'int'; readonly value: number }
  | { readonly kind: 'ints'; readonly value: readonly number[] };

export interface OnnxNode {
  readonly op: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
}

export interface OnnxConstant {
  readonly name: string;
  readonly type: OnnxType;
  readonly shape: readonly number[];
  readonly values: Float32Array | Uint16Array;
}

/** An input or output of the model; a dimension that the caller chooses has a name instead of a size. */
export interface OnnxValue {
  readonly name: string;
  readonly type: OnnxType;
  readonly shape: readonly (number | string)[];
}

export interface OnnxModel {
  readonly name: string;
  readonly producer: string;
  readonly producerVersion: string;
  readonly opset: number;
  /** Nodes in an order in which each follows those that it needs. */
  readonly nodes: readonly OnnxNode[];
  readonly constants: readonly OnnxConstant[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** The IR version that came with an operator set (onnx/docs/Versioning.md). */
function irVersion(opset: number): number {
  return opset <= 18 ? 8 : opset <= 20 ? 9 : 10;
}

const attributeTypes = { float: 1, int: 2, ints: 7 } as const;

export function encodeOnnx(model: OnnxModel): Uint8Array {
  return encode((writer) => {
    writer.uint32(tag(1, varint)).int64(irVersion(model.opset));
    text(writer, 2, model.producer);
    text(writer, 3, model.producerVersion);
    message(writer, 7, (graph) => {
      for (const node of model.nodes) {
        message(graph, 1, (body) => {
          writeNode(body, node);
        });
      }
      text(graph, 2, model.name);
      for (const constant of model.constants) {
        message(graph, 5, (body) => {
          writeConstant(body, constant);
        });
      }
      for (const [field, values] of [
        [11, model.inputs],
        [12, model.outputs],
      ] as const) {
        for (const value of values) {
          message(graph, field, (body) => {
            writeValue(body, value);
          });
        }
      }
    });
    message(writer, 8, (opset) => {
      text(opset, 1, '');
      opset.uint32(tag(2, varint)).int64(model.opset);
    });
    for (const [key, value] of Object.entries(model.metadata)) {
      message(writer, 14, (entry) => {
        text(entry, 1, key);
        text(entry, 2, value);
      });
    }
  });
}

function writeNode(writer: Writer, { op, name, inputs, output, attributes }: OnnxNode): void {
  for (const input of inputs) {
    text(writer, 1, input);
  }
  text(writer, 2, output);
  text(writer, 3, name);
  text(writer, 4, op);
  for (const [key, attribute] of Object.entries(attributes)) {
    message(writer, 5, (body) => {
      text(body, 1, key);
      writeAttribute(body, attribute);
      body.uint32(tag(20, varint)).int32(attributeTypes[attribute.kind]);
    });
  }
}

function writeAttribute(writer: Writer, attribute: OnnxAttribute): void {
  switch (attribute.kind) {
    case 'float':
      writer.uint32(tag(2, fixed32)).float(attribute.value);
      break;
    case 'int':
      writer.uint32(tag(3, varint)).int64(attribute.value);
      break;
    case 'ints':
      for (const value of attribute.value) {
        writer.uint32(tag(8, varint)).int64(value);
      }
      break;
  }
}

function writeConstant(writer: Writer, { name, type, shape, values }: OnnxConstant): void {
  for (const size of shape) {
    writer.uint32(tag(1, varint)).int64(size);
  }
  writer.uint32(tag(2, varint)).int32(type);
  text(writer, 8, name);
  writer.uint32(tag(9, bytes)).bytes(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}

function writeValue(writer: Writer, { name, type, shape }: OnnxValue): void {
  text(writer, 1, name);
  message(writer, 2, (typeProto) => {
    message(typeProto, 1, (tensor) => {
      tensor.uint32(tag(1, varint)).int32(type);
      message(tensor, 2, (shapeProto) => {
        for (const size of shape) {
          message(shapeProto, 1, (dimension) => {
            if (typeof size === 'number') {
              dimension.uint32(tag(1, varint)).int64(size);
            } else {
              text(dimension, 2, size);
            }
          });
        }
      });
    });
  });
}

function text(writer: Writer, field: number, value: string): void {
  writer.uint32(tag(field, bytes)).string(value);
}
