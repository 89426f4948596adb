/** SavedModels that were changed by somebody, as an attacker would: valid for TensorFlow, and not what was exported. */
import { bytes, bytesFields, encode, message, tag, varint, type Writer } from '../../src-main/graph/protobuf';
import { dataTypes } from '../../src-main/graph/types';

/** What stands in a `saved_model.pb` of ours: the description of its one graph, the nodes, the signatures. */
export interface Parts {
  readonly info: Uint8Array;
  nodes: Uint8Array[];
  readonly signatures: Uint8Array[];
  /** Fields to write after these into the description of the graph. */
  more: (metaGraph: Writer) => void;
  /** Fields to write after the nodes. */
  moreOfGraph: (graph: Writer) => void;
}

/** Takes a file apart, lets `change` change it, and puts it together again. */
export function changedModel(file: Uint8Array, change: (parts: Parts) => void): Uint8Array {
  const metaGraph = [...bytesFields(only(file, 2))];
  const graph = only(only(file, 2), 2);
  const all = (fields: Iterable<{ readonly field: number; readonly contents: Uint8Array }>, field: number) =>
    [...fields].filter((each) => each.field === field).map(({ contents }) => contents);
  const parts: Parts = {
    info: only(only(file, 2), 1),
    nodes: all(bytesFields(graph), 1),
    signatures: all(metaGraph, 5),
    more: () => undefined,
    moreOfGraph: () => undefined,
  };
  const versions = only(graph, 4);
  change(parts);
  return encode((writer) => {
    writer.uint32(tag(1, varint)).int64(1);
    message(writer, 2, (body) => {
      body.uint32(tag(1, bytes)).bytes(parts.info);
      message(body, 2, (nodes) => {
        parts.nodes.forEach((node) => nodes.uint32(tag(1, bytes)).bytes(node));
        nodes.uint32(tag(4, bytes)).bytes(versions);
        parts.moreOfGraph(nodes);
      });
      parts.signatures.forEach((signature) => body.uint32(tag(5, bytes)).bytes(signature));
      parts.more(body);
    });
  });
}

/** Writes `text` into the file `path` whenever a picture is predicted. */
export function writeFileWhenRun(parts: Parts, path: string, text: string): void {
  parts.nodes.push(stringConstant('evil/path', path), stringConstant('evil/text', text));
  parts.nodes.push(
    encode((writer) => {
      header(writer, 'evil/write', 'WriteFile', ['evil/path', 'evil/text']);
    }),
  );
  parts.nodes = parts.nodes.map((node) =>
    nameOf(node).includes('/out/')
      ? Buffer.concat([node, encode((writer) => writer.uint32(tag(3, bytes)).string('^evil/write'))])
      : node,
  );
}

/** A node that has no attributes and does nothing. */
export function idleNode(name: string): Uint8Array {
  return encode((writer) => {
    header(writer, name, 'NoOp', []);
  });
}

export function nameOf(node: Uint8Array): string {
  return Buffer.from(only(node, 1)).toString('utf8');
}

function stringConstant(name: string, value: string): Uint8Array {
  return encode((writer) => {
    header(writer, name, 'Const', []);
    attribute(writer, 'dtype', (body) => body.uint32(tag(6, varint)).int32(dataTypes.string));
    attribute(writer, 'value', (body) => {
      message(body, 8, (tensor) => {
        tensor.uint32(tag(1, varint)).int32(dataTypes.string);
        message(tensor, 2, () => undefined);
        tensor.uint32(tag(8, bytes)).string(value);
      });
    });
  });
}

function header(writer: Writer, name: string, op: string, inputs: readonly string[]): void {
  writer.uint32(tag(1, bytes)).string(name);
  writer.uint32(tag(2, bytes)).string(op);
  inputs.forEach((input) => writer.uint32(tag(3, bytes)).string(input));
}

function attribute(writer: Writer, key: string, fill: (body: Writer) => void): void {
  message(writer, 5, (entry) => {
    entry.uint32(tag(1, bytes)).string(key);
    message(entry, 2, fill);
  });
}

function only(body: Uint8Array, field: number): Uint8Array {
  const found = [...bytesFields(body)].find((each) => each.field === field);
  if (found === undefined) {
    throw new Error(`The model has no field ${String(field)}.`);
  }
  return found.contents;
}
