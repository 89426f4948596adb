import { describe, expect, it } from 'vitest';
import { bool, GraphBuilder, nodeOf, type } from '../../../src-main/graph/builder';
import { dataTypes } from '../../../src-main/graph/types';

const float = type(dataTypes.float32);
const zero = { kind: 'constant', value: 0 } as const;

function names(builder: GraphBuilder): readonly string[] {
  return builder.nodes.map(({ name }) => name);
}

describe('node names', () => {
  it('are numbered where they collide, also with a name that looks numbered', () => {
    const builder = new GraphBuilder();
    for (const name of ['a', 'a', 'a_1', 'a', 'a_1']) {
      builder.node('NoOp', [], {}, { name });
    }
    expect(new Set(names(builder)).size).toBe(5);
    expect(names(builder)[0]).toBe('a');
  });

  it('stand under the scope, which ends with its function even if that throws', () => {
    const builder = new GraphBuilder();
    builder.inScope('outer', () => builder.node('NoOp', []));
    expect(() =>
      builder.inScope('broken', () => {
        throw new Error('stop');
      }),
    ).toThrow('stop');
    builder.node('NoOp', []);
    expect(names(builder)).toEqual(['outer/NoOp', 'NoOp']);
  });

  it('collide neither within a scope nor with a name that looks scoped', () => {
    const builder = new GraphBuilder();
    builder.node('NoOp', [], {}, { name: 's/a' });
    builder.inScope('s', () => builder.node('NoOp', [], {}, { name: 'a' }));
    builder.inScope('s', () => builder.node('NoOp', [], {}, { name: 'a' }));
    expect(new Set(names(builder)).size).toBe(3);
  });

  it('are what control inputs refer to', () => {
    expect(nodeOf({ ref: 'a/b:3', shape: [], dtype: dataTypes.float32 })).toBe('a/b');
    expect(nodeOf({ ref: 'a/b', shape: [], dtype: dataTypes.float32 })).toBe('a/b');
  });
});

describe('operation', () => {
  it('is one node for the same operation, inputs and attributes', () => {
    const builder = new GraphBuilder();
    const x = builder.placeholder('x', dataTypes.float32, [2]);
    const before = builder.nodes.length;
    expect(builder.one('Relu', [x], { T: float })).toBe(builder.one('Relu', [x], { T: float }));
    expect(builder.nodes).toHaveLength(before + 1);
  });

  it('is a node of its own for another operation, input or attribute', () => {
    const builder = new GraphBuilder();
    const x = builder.placeholder('x', dataTypes.float32, [2]);
    const y = builder.placeholder('y', dataTypes.float32, [2]);
    const slope = (value: number): string =>
      builder.one('LeakyRelu', [x], { T: float, alpha: { kind: 'float', value } }).ref;
    const refs = [
      builder.one('Relu', [x], { T: float }).ref,
      builder.one('Tanh', [x], { T: float }).ref,
      builder.one('Relu', [y], { T: float }).ref,
      builder.one('Sub', [x, y], { T: float }).ref,
      builder.one('Sub', [y, x], { T: float }).ref,
      slope(0.2),
      slope(0.3),
    ];
    expect(new Set(refs).size).toBe(refs.length);
  });

  it('names its outputs by number', () => {
    const builder = new GraphBuilder();
    const x = builder.placeholder('x', dataTypes.float32, [5]);
    const axis = builder.constant(dataTypes.int32, [], Int32Array.of(0));
    const outputs = builder.operation('SplitV', [x, builder.ints([2, 3]), axis], { T: float });
    expect(outputs.map(({ ref, shape }) => [ref, shape])).toEqual([
      ['SplitV', [2]],
      ['SplitV:1', [3]],
    ]);
  });

  it('that is unknown leaves no node behind', () => {
    const builder = new GraphBuilder();
    expect(() => builder.operation('Qr', [], {})).toThrow('Qr has no shape function');
    expect(builder.nodes).toEqual([]);
  });
});

describe('constant', () => {
  it('is shared when type, shape and values are equal', () => {
    const builder = new GraphBuilder();
    expect(builder.ints([1, 2])).toBe(builder.ints([1, 2]));
    expect(builder.float(0.5)).toBe(builder.float(0.5));
  });

  it.each([
    ['type', builderOf((b) => [b.float(1), b.constant(dataTypes.int32, [], Int32Array.of(1))])],
    ['shape', builderOf((b) => [b.ints([1, 2]), b.constant(dataTypes.int32, [2, 1], Int32Array.of(1, 2))])],
    ['values', builderOf((b) => [b.ints([1, 2]), b.ints([12])])],
    ['sign of zero', builderOf((b) => [b.float(0), b.float(-0)])],
    [
      'place of a comma',
      builderOf((b) => [
        b.constant(dataTypes.string, [2], ['a,b', 'c']),
        b.constant(dataTypes.string, [2], ['a', 'b,c']),
      ]),
    ],
  ])('is not shared when the %s differs', (_, [first, second]) => {
    expect(first).not.toBe(second);
  });

  it('keeps its value when small, to decide shapes, and only then', () => {
    const builder = new GraphBuilder();
    expect(builder.ints([3, 4]).value).toEqual(Int32Array.of(3, 4));
    expect(builder.constant(dataTypes.float32, [5000], new Float32Array(5000)).value).toBeUndefined();
  });
});

describe('variable', () => {
  it('is declared once', () => {
    const builder = new GraphBuilder();
    const variable = builder.variable('v', [2, 3], zero);
    expect(builder.variable('v', [2, 3], zero)).toBe(variable);
    expect(names(builder)).toEqual(['v']);
  });

  it('keeps its name inside of a scope', () => {
    const builder = new GraphBuilder();
    builder.inScope('f', () => builder.variable('generator/v', [], zero));
    expect(names(builder)).toEqual(['generator/v']);
  });

  it('is refused with another shape, which is named', () => {
    const builder = new GraphBuilder();
    builder.variable('v', [2, 3], zero);
    expect(() => builder.variable('v', [6], zero)).toThrow('v exists with shape [2, 3]');
    expect(() => builder.variable('v', [], zero)).toThrow('v exists with shape [2, 3]');
  });

  it('is read anew each time, because its value changes', () => {
    const builder = new GraphBuilder();
    const variable = builder.variable('v', [], zero);
    expect(builder.read(variable).ref).not.toBe(builder.read(variable).ref);
  });

  it('names what uses its value in the scope, through views of it but not through results', () => {
    const builder = new GraphBuilder();
    const variable = builder.variable('v', [2], zero);
    const float = { T: type(dataTypes.float32) };
    builder.inScope('other', () => builder.one('Neg', [builder.read(variable)], float));
    const [readers, expected] = builder.inScope('f', () => {
      const read = builder.read(variable);
      const view = builder.one('Reshape', [read, builder.ints([1, 2])], { ...float, Tshape: type(dataTypes.int32) });
      const ofView = builder.one('Neg', [view], float);
      const ofResult = builder.one('Square', [ofView], float);
      return [builder.readersOf(variable), { users: [read, view, ofView].map(({ ref }) => ref), ofResult }];
    });
    expect(readers).toEqual(expected.users);
    expect(readers).not.toContain(expected.ofResult.ref);
  });

  it('is assigned with its shape checked by TensorFlow', () => {
    const builder = new GraphBuilder();
    const variable = builder.variable('v', [], zero);
    const node = builder.assign(variable, builder.float(1), ['before']);
    const assign = builder.nodes.find(({ name }) => name === node);
    expect(assign?.attributes.validate_shape).toEqual(bool(true));
    expect(assign?.inputs.at(-1)).toBe('^before');
  });
});

function builderOf<T>(make: (builder: GraphBuilder) => readonly [T, T]): readonly [T, T] {
  return make(new GraphBuilder());
}
