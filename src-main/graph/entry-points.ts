/** The entry points that every graph with variables has: initialise, save, restore, and get or set one variable. */
import { nodeOf, shapeOf, type GraphBuilder, type GraphVariable, type as typeAttribute } from './builder';
import { dataTypes, type GraphTensor } from './types';

export interface EntryPoints {
  /** int32 [2]. */
  readonly seed: GraphTensor;
  readonly initialise: string;
  /** String: a checkpoint's prefix. */
  readonly prefix: GraphTensor;
  readonly save: string;
  readonly restore: string;
  readonly get: ReadonlyMap<string, GraphTensor>;
  readonly set: ReadonlyMap<string, { readonly value: GraphTensor; readonly done: string }>;
}

const float = typeAttribute(dataTypes.float32);
const int32 = typeAttribute(dataTypes.int32);

/** Adds the entry points for all variables declared so far; call it last. */
export function addEntryPoints(builder: GraphBuilder): EntryPoints {
  const variables = [...builder.variables.values()];
  return {
    ...builder.inScope('initialise', () => addInitialise(builder, variables)),
    ...builder.inScope('checkpoint', () => addCheckpoint(builder, variables)),
    get: builder.inScope('get', () => addGet(builder, variables)),
    set: builder.inScope('set', () => addSet(builder, variables)),
  };
}

function addInitialise(
  builder: GraphBuilder,
  variables: readonly GraphVariable[],
): Pick<EntryPoints, 'seed' | 'initialise'> {
  const seed = builder.placeholder('seed', dataTypes.int32, [2]);
  const assigned = variables.map((variable, index) =>
    builder.assign(variable, initialValue(builder, variable, seed, index)),
  );
  return { seed, initialise: builder.done(assigned, 'done') };
}

/** The `index`-th variable draws from the seed moved by its index, so that equal shapes get different values. */
function initialValue(
  builder: GraphBuilder,
  { shape, initializer }: GraphVariable,
  seed: GraphTensor,
  index: number,
): GraphTensor {
  const shapeTensor = builder.ints(shape);
  if (initializer.kind === 'constant') {
    return builder.one('Fill', [shapeTensor, builder.float(initializer.value)], { T: float, index_type: int32 });
  }
  const own = builder.one('Add', [seed, builder.ints([0, index + 1])], { T: int32 });
  const normal = builder.one('StatelessRandomNormal', [shapeTensor, own], { dtype: float, T: int32, Tseed: int32 });
  return builder.one('Mul', [normal, builder.float(initializer.standardDeviation)], { T: float });
}

function addCheckpoint(
  builder: GraphBuilder,
  variables: readonly GraphVariable[],
): Pick<EntryPoints, 'prefix' | 'save' | 'restore'> {
  const prefix = builder.placeholder('prefix', dataTypes.string, []);
  const strings = (values: readonly string[]): GraphTensor =>
    builder.constant(dataTypes.string, [values.length], values);
  const names = strings(variables.map(({ name }) => name));
  const slices = strings(variables.map(() => ''));
  const dtypes = { kind: 'types', value: variables.map(() => dataTypes.float32) } as const;
  const values = variables.map((variable) => builder.read(variable));
  const save = builder.node('SaveV2', [prefix, names, slices, ...values], { dtypes }, { name: 'save' });
  const restore = builder.node('RestoreV2', [prefix, names, slices], { dtypes }, { name: 'restore' });
  const restored = variables.map((variable, index): readonly [GraphVariable, GraphTensor] => {
    const ref = index === 0 ? restore : `${restore}:${String(index)}`;
    const read: GraphTensor = { ref, shape: variable.shape, dtype: dataTypes.float32 };
    const attributes = { T: float, shape: shapeOf(variable.shape) };
    return [variable, { ...read, ref: builder.node('EnsureShape', [read], attributes) }];
  });
  // All shapes are checked before any variable changes: a checkpoint of other networks leaves this one whole.
  const checked = builder.node(
    'NoOp',
    [],
    {},
    { name: 'checked', control: restored.map(([, value]) => nodeOf(value)) },
  );
  const assigned = restored.map(([variable, value]) => builder.assign(variable, value, [checked]));
  return { prefix, save: builder.done([save], 'saved'), restore: builder.done(assigned, 'restored') };
}

function addGet(builder: GraphBuilder, variables: readonly GraphVariable[]): EntryPoints['get'] {
  return new Map(
    variables.map((variable) => {
      const ref = builder.node('Identity', [builder.read(variable)], { T: float }, { name: `${variable.name}/value` });
      return [variable.name, { ref, shape: variable.shape, dtype: dataTypes.float32 }];
    }),
  );
}

function addSet(builder: GraphBuilder, variables: readonly GraphVariable[]): EntryPoints['set'] {
  return new Map(
    variables.map((variable) => {
      const value = builder.placeholder(`${variable.name}/new_value`, dataTypes.float32, variable.shape);
      return [variable.name, { value, done: builder.done([builder.assign(variable, value)], `${variable.name}/done`) }];
    }),
  );
}
