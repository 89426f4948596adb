/** The encoder against an independent decoder made from TensorFlow's own message definitions. */
import { parse, type Type } from 'protobufjs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { encodeSavedModel, outputName } from '../../../src-main/graph/proto';
import {
  dataTypes,
  type Attribute,
  type DataTypeCode,
  type GraphNode,
  type Values,
} from '../../../src-main/graph/types';

/** The used part of tensorflow/core/protobuf and tensorflow/core/framework. */
const definitions = `
  syntax = "proto3";
  message SavedModel { int64 saved_model_schema_version = 1; repeated MetaGraphDef meta_graphs = 2; }
  message MetaGraphDef {
    message MetaInfoDef { repeated string tags = 4; string tensorflow_version = 5; }
    MetaInfoDef meta_info_def = 1;
    GraphDef graph_def = 2;
    map<string, SignatureDef> signature_def = 5;
  }
  message GraphDef { repeated NodeDef node = 1; VersionDef versions = 4; }
  message VersionDef { int32 producer = 1; }
  message NodeDef { string name = 1; string op = 2; repeated string input = 3; map<string, AttrValue> attr = 5; }
  message AttrValue {
    message ListValue { repeated int64 i = 3; repeated int32 type = 6; }
    oneof value {
      bytes s = 2; int64 i = 3; float f = 4; bool b = 5; int32 type = 6;
      TensorShapeProto shape = 7; TensorProto tensor = 8; ListValue list = 1;
    }
  }
  message TensorShapeProto { message Dim { int64 size = 1; } repeated Dim dim = 2; }
  message TensorProto {
    int32 dtype = 1; TensorShapeProto tensor_shape = 2; bytes tensor_content = 4; repeated float float_val = 5;
    repeated int32 int_val = 7; repeated bytes string_val = 8; repeated bool bool_val = 11;
  }
  message SignatureDef {
    map<string, TensorInfo> inputs = 1; map<string, TensorInfo> outputs = 2; string method_name = 3;
  }
  message TensorInfo { string name = 1; int32 dtype = 2; TensorShapeProto tensor_shape = 3; }`;

const savedModel: Type = parse(definitions, { keepCase: true }).root.lookupType('SavedModel');

const text = z.instanceof(Uint8Array).transform((bytes) => new TextDecoder().decode(bytes));
const shape = z
  .object({ dim: z.array(z.object({ size: z.number().default(0) })) })
  .transform(({ dim }) => dim.map(({ size }) => size));
const tensor = z.object({
  dtype: z.number(),
  tensor_shape: shape,
  tensor_content: z.instanceof(Uint8Array).default(new Uint8Array()),
  float_val: z.array(z.union([z.number(), z.nan()])),
  int_val: z.array(z.number()),
  string_val: z.array(text),
  bool_val: z.array(z.boolean()),
});
const attribute = z.object({
  s: text.optional(),
  i: z.number().optional(),
  f: z.number().optional(),
  b: z.boolean().optional(),
  type: z.number().optional(),
  shape: shape.optional(),
  tensor: tensor.optional(),
  list: z.object({ i: z.array(z.number()), type: z.array(z.number()) }).optional(),
});
const tensorInfo = z.object({ name: z.string(), dtype: z.number(), tensor_shape: shape });
const decoded = z.object({
  saved_model_schema_version: z.literal(1),
  meta_graphs: z.tuple([
    z.object({
      meta_info_def: z.object({ tags: z.array(z.string()), tensorflow_version: z.string() }),
      graph_def: z.object({
        node: z.array(
          z.object({
            name: z.string(),
            op: z.string(),
            input: z.array(z.string()),
            attr: z.record(z.string(), attribute),
          }),
        ),
        versions: z.object({ producer: z.number() }),
      }),
      signature_def: z.record(
        z.string(),
        z.object({
          inputs: z.record(z.string(), tensorInfo),
          outputs: z.record(z.string(), tensorInfo),
          method_name: z.string(),
        }),
      ),
    }),
  ]),
});

function decode(bytes: Uint8Array): z.infer<typeof decoded>['meta_graphs'][0] {
  const message = savedModel.toObject(savedModel.decode(bytes), { longs: Number, arrays: true, objects: true });
  return decoded.parse(message).meta_graphs[0];
}

function decodeAttribute(value: Attribute): z.infer<typeof attribute> | undefined {
  const node: GraphNode = { name: 'n', op: 'Op', inputs: [], attributes: { value } };
  return decode(encodeSavedModel([node], {}, '2')).graph_def.node[0]?.attr.value;
}

describe('encodeSavedModel', () => {
  it('writes nodes, versions and signatures', () => {
    const nodes: GraphNode[] = [
      { name: 'scope/x', op: 'Placeholder', inputs: [], attributes: {} },
      {
        name: 'y',
        op: 'Split',
        inputs: ['scope/x', 'z:2', '^scope/x'],
        attributes: { b: { kind: 'bool', value: true } },
      },
    ];
    const signature = {
      inputs: { x: { ref: 'scope/x', shape: [2, 3], dtype: dataTypes.uint8 } },
      outputs: { scalar: { ref: 'y:1', shape: [], dtype: dataTypes.float32 } },
    };
    const graph = decode(encodeSavedModel(nodes, { f: signature }, '2.21.0'));
    expect(graph.meta_info_def).toEqual({ tags: ['serve'], tensorflow_version: '2.21.0' });
    expect(graph.graph_def.versions.producer).toBeGreaterThan(1000);
    expect(graph.graph_def.node).toEqual([
      { name: 'scope/x', op: 'Placeholder', input: [], attr: {} },
      { name: 'y', op: 'Split', input: ['scope/x', 'z:2', '^scope/x'], attr: { b: { b: true } } },
    ]);
    expect(graph.signature_def).toEqual({
      f: {
        inputs: { x: { name: 'scope/x:0', dtype: 4, tensor_shape: [2, 3] } },
        outputs: { scalar: { name: 'y:1', dtype: 1, tensor_shape: [] } },
        method_name: 'tensorflow/serving/predict',
      },
    });
  });

  it.each<[Attribute, z.infer<typeof attribute>]>([
    [{ kind: 'string', value: 'Größe 크기 🖼' }, { s: 'Größe 크기 🖼' }],
    [{ kind: 'string', value: '' }, { s: '' }],
    [{ kind: 'int', value: -3 }, { i: -3 }],
    [{ kind: 'int', value: 2 ** 40 }, { i: 2 ** 40 }],
    [{ kind: 'float', value: 0.3 }, { f: Math.fround(0.3) }],
    [{ kind: 'float', value: 0 }, { f: 0 }],
    [{ kind: 'bool', value: false }, { b: false }],
    [{ kind: 'type', value: 20 }, { type: 20 }],
    [{ kind: 'shape', value: [4, 0, 7] }, { shape: [4, 0, 7] }],
    [{ kind: 'shape', value: [] }, { shape: [] }],
    [{ kind: 'ints', value: [1, -2, 300] }, { list: { i: [1, -2, 300], type: [] } }],
    [{ kind: 'ints', value: [] }, { list: { i: [], type: [] } }],
    [{ kind: 'types', value: [1, 3, 1] }, { list: { i: [], type: [1, 3, 1] } }],
  ])('writes the attribute %j', (value, expected) => {
    expect(decodeAttribute(value)).toEqual(expected);
  });
});

describe('constants', () => {
  /** All values as TensorFlow reads them: the last given value fills up the shape. */
  function readBack(dtype: DataTypeCode, dimensions: readonly number[], values: Values): unknown[] {
    const read = decodeAttribute({ kind: 'tensor', dtype, shape: dimensions, values })?.tensor;
    expect(read?.dtype).toBe(dtype);
    expect(read?.tensor_shape).toEqual(dimensions);
    const content = read?.tensor_content ?? new Uint8Array();
    if (content.length > 0) {
      const { buffer } = Uint8Array.from(content);
      return Array.from(
        dtype === dataTypes.float32
          ? new Float32Array(buffer)
          : dtype === dataTypes.int32
            ? new Int32Array(buffer)
            : new Uint8Array(buffer),
      );
    }
    const listed = [read?.float_val, read?.int_val, read?.string_val, read?.bool_val].find((list) => list?.length);
    const size = dimensions.reduce((product, dimension) => product * dimension, 1);
    return Array.from({ length: size }, (_, index) => listed?.[Math.min(index, listed.length - 1)]);
  }

  const many = Array.from({ length: 18 }, (_, index) => index * 3 - 20);

  it.each<[string, DataTypeCode, readonly number[], Values, readonly unknown[]]>([
    ['a scalar', dataTypes.float32, [], Float32Array.of(-0.5), [-0.5]],
    ['few floats', dataTypes.float32, [3], Float32Array.of(1, 2, -0), [1, 2, -0]],
    ['many floats', dataTypes.float32, [2, 9], Float32Array.from(many), many],
    ['equal floats', dataTypes.float32, [2, 9], new Float32Array(18).fill(7), Array(18).fill(7)],
    ['zeros of both signs', dataTypes.float32, [2], Float32Array.of(0, -0), [0, -0]],
    ['values that are none', dataTypes.float32, [2], Float32Array.of(NaN, NaN), [NaN, NaN]],
    ['no floats', dataTypes.float32, [0], new Float32Array(), []],
    ['few integers', dataTypes.int32, [2], Int32Array.of(-1, 2 ** 31 - 1), [-1, 2 ** 31 - 1]],
    ['many integers', dataTypes.int32, [18], Int32Array.from(many), many],
    ['few bytes', dataTypes.uint8, [2], Uint8Array.of(0, 255), [0, 255]],
    ['many bytes', dataTypes.uint8, [20], Uint8Array.from({ length: 20 }, (_, i) => i), Array.from(Array(20).keys())],
    ['few booleans', dataTypes.bool, [3], Uint8Array.of(1, 0, 1), [true, false, true]],
    ['equal booleans', dataTypes.bool, [40], new Uint8Array(40).fill(1), Array(40).fill(true)],
    ['strings', dataTypes.string, [3], ['', 'ß, 한글', 'x'], ['', 'ß, 한글', 'x']],
    ['a view into a larger buffer', dataTypes.int32, [18], Int32Array.from([9, ...many]).subarray(1), many],
  ])('keep %s', (_, dtype, dimensions, values, expected) => {
    expect(readBack(dtype, dimensions, values)).toEqual(expected);
  });

  it('are small when all values are equal', () => {
    const bytes = (values: Float32Array): number => {
      const value: Attribute = { kind: 'tensor', dtype: dataTypes.float32, shape: [1000], values };
      return encodeSavedModel([{ name: 'c', op: 'Const', inputs: [], attributes: { value } }], {}, '2').length;
    };
    expect(bytes(new Float32Array(1000).fill(0.02))).toBeLessThan(100);
    expect(bytes(Float32Array.from({ length: 1000 }, (_, index) => index))).toBeGreaterThan(4000);
  });

  it('must have as many values as their shape', () => {
    const value: Attribute = { kind: 'tensor', dtype: dataTypes.float32, shape: [3], values: Float32Array.of(1, 2) };
    expect(() => decodeAttribute(value)).toThrow('shape [3] was given 2 values');
  });
});

describe('outputName', () => {
  it.each([
    ['node', 'node:0'],
    ['scope/node:2', 'scope/node:2'],
  ])('%s is %s', (ref, name) => {
    expect(outputName(ref)).toBe(name);
  });
});
