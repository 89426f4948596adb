/**
 * Encodes a graph as a TensorFlow SavedModel protocol buffer. Field numbers are those of tensorflow/core/protobuf
 * (saved_model.proto, meta_graph.proto) and tensorflow/core/framework (graph.proto, node_def.proto,
 * attr_value.proto, tensor.proto, tensor_shape.proto).
 */
import { bytes, encode, fixed32, message, tag, varint, type Fill, type Writer } from './protobuf';
import {
  dataTypes,
  isNumeric,
  sizeOf,
  type Attribute,
  type GraphNode,
  type GraphTensor,
  type Shape,
  type Signature,
  type Values,
} from './types';

/** The graph version that TensorFlow 2.21 writes; older readers refuse what is newer than they know. */
export const graphProducer = 1882;

/** SavedModel with one MetaGraphDef tagged "serve". */
export function encodeSavedModel(
  nodes: readonly GraphNode[],
  signatures: Readonly<Record<string, Signature>>,
  tensorflowVersion: string,
): Uint8Array {
  return encode((writer) => {
    writer.uint32(tag(1, varint)).int64(1);
    message(writer, 2, (metaGraph) => {
      message(metaGraph, 1, (info) => {
        info.uint32(tag(4, bytes)).string('serve');
        info.uint32(tag(5, bytes)).string(tensorflowVersion);
      });
      message(metaGraph, 2, (graph) => {
        for (const node of nodes) {
          message(graph, 1, (body) => {
            writeNode(body, node);
          });
        }
        message(graph, 4, (versions) => versions.uint32(tag(1, varint)).int32(graphProducer));
      });
      for (const [name, signature] of Object.entries(signatures)) {
        mapEntry(metaGraph, 5, name, (body) => {
          writeSignature(body, signature);
        });
      }
    });
  });
}

function writeNode(writer: Writer, node: GraphNode): void {
  writer.uint32(tag(1, bytes)).string(node.name);
  writer.uint32(tag(2, bytes)).string(node.op);
  for (const input of node.inputs) {
    writer.uint32(tag(3, bytes)).string(input);
  }
  for (const [name, attribute] of Object.entries(node.attributes)) {
    mapEntry(writer, 5, name, (body) => {
      writeAttribute(body, attribute);
    });
  }
}

function writeAttribute(writer: Writer, attribute: Attribute): void {
  switch (attribute.kind) {
    case 'string':
      writer.uint32(tag(2, bytes)).string(attribute.value);
      break;
    case 'int':
      writer.uint32(tag(3, varint)).int64(attribute.value);
      break;
    case 'float':
      writer.uint32(tag(4, fixed32)).float(attribute.value);
      break;
    case 'bool':
      writer.uint32(tag(5, varint)).bool(attribute.value);
      break;
    case 'type':
      writer.uint32(tag(6, varint)).int32(attribute.value);
      break;
    case 'shape':
      message(writer, 7, (body) => {
        writeShape(body, attribute.value);
      });
      break;
    case 'tensor':
      message(writer, 8, (body) => {
        writeTensor(body, attribute.dtype, attribute.shape, attribute.values);
      });
      break;
    case 'ints':
      message(writer, 1, (list) => {
        packed(list, 3, (body) => {
          attribute.value.forEach((value) => body.int64(value));
        });
      });
      break;
    case 'types':
      message(writer, 1, (list) => {
        packed(list, 6, (body) => {
          attribute.value.forEach((value) => body.int32(value));
        });
      });
      break;
  }
}

function writeTensor(writer: Writer, dtype: number, shape: Shape, values: Values | Uint16Array): void {
  writer.uint32(tag(1, varint)).int32(dtype);
  message(writer, 2, (body) => {
    writeShape(body, shape);
  });
  if (!isNumeric(values)) {
    for (const value of values) {
      writer.uint32(tag(8, bytes)).string(value);
    }
    return;
  }
  if (values.length !== sizeOf(shape)) {
    throw new Error(`A constant of shape [${shape.join(', ')}] was given ${String(values.length)} values.`);
  }
  const [first] = values;
  // TensorFlow repeats the last value up to the shape's size, so equal values are written once.
  const isSplat =
    values.length > 1 &&
    dtype !== dataTypes.float16 &&
    first !== undefined &&
    values.every((value) => Object.is(value, first));
  const written = isSplat ? values.subarray(0, 1) : values;
  if (written.length > 16 || dtype === dataTypes.float16) {
    writer.uint32(tag(4, bytes)).bytes(new Uint8Array(written.buffer, written.byteOffset, written.byteLength));
  } else if (dtype === dataTypes.float32) {
    packed(writer, 5, (body) => {
      written.forEach((value) => body.float(value));
    });
  } else if (dtype === dataTypes.bool) {
    packed(writer, 11, (body) => {
      written.forEach((value) => body.bool(value !== 0));
    });
  } else {
    packed(writer, 7, (body) => {
      written.forEach((value) => body.int32(value));
    });
  }
}

function writeShape(writer: Writer, shape: Shape): void {
  for (const size of shape) {
    message(writer, 2, (dimension) => dimension.uint32(tag(1, varint)).int64(size));
  }
}

function writeSignature(writer: Writer, { inputs, outputs }: Signature): void {
  for (const [name, tensor] of Object.entries(inputs)) {
    mapEntry(writer, 1, name, (body) => {
      writeTensorInfo(body, tensor);
    });
  }
  for (const [name, tensor] of Object.entries(outputs)) {
    mapEntry(writer, 2, name, (body) => {
      writeTensorInfo(body, tensor);
    });
  }
  writer.uint32(tag(3, bytes)).string('tensorflow/serving/predict');
}

function writeTensorInfo(writer: Writer, tensor: GraphTensor): void {
  writer.uint32(tag(1, bytes)).string(outputName(tensor.ref));
  writer.uint32(tag(2, varint)).int32(tensor.dtype);
  message(writer, 3, (body) => {
    writeShape(body, tensor.shape);
  });
}

/** "node" as "node:0", the form in which sessions and signatures name an output. */
export function outputName(ref: string): string {
  return ref.includes(':') ? ref : `${ref}:0`;
}

function packed(writer: Writer, field: number, fill: Fill): void {
  message(writer, field, fill);
}

function mapEntry(writer: Writer, field: number, key: string, fill: Fill): void {
  message(writer, field, (entry) => {
    entry.uint32(tag(1, bytes)).string(key);
    message(entry, 2, fill);
  });
}
