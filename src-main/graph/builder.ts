/**
 * Builds a TensorFlow graph: nodes with unique names, shared constants, variables and their updates, and the entry
 * points that every graph has (initialise, save, restore, get, set).
 */
import { createHash } from 'node:crypto';
import {
  dataTypes,
  isNumeric,
  sizeOf,
  type Attribute,
  type Attributes,
  type DataTypeCode,
  type GraphNode,
  type GraphTensor,
  type Reference,
  type Shape,
  type Signature,
  type Values,
} from './types';
import { inferShapes, type RawAttributes } from './shapes';

export interface GraphVariable {
  readonly name: string;
  readonly shape: Shape;
  readonly initializer: VariableInitializer;
  readonly handle: GraphTensor;
}

export type VariableInitializer =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'normal'; readonly standardDeviation: number };

/** Constants up to this many values can decide shapes. */
const largestKnownConstant = 4096;

/** Operations whose result is their input's memory: what uses it uses the input. */
const views = new Set(['Identity', 'Reshape']);

/** Operations for which XLA has another algorithm, so that the same seed would give other numbers. */
const ownInXla = new Set(['StatelessRandomUniform', 'StatelessRandomNormal']);

/** Of nodes that XLA is to compile (TensorFlow's `kXlaCompileAttr`). */
const xlaMark: Attributes = { _XlaCompile: { kind: 'bool', value: true } };

export const type = (value: DataTypeCode): Attribute => ({ kind: 'type', value });
export const shapeOf = (value: Shape): Attribute => ({ kind: 'shape', value });
export const bool = (value: boolean): Attribute => ({ kind: 'bool', value });

export class GraphBuilder {
  readonly nodes: GraphNode[] = [];
  readonly variables = new Map<string, GraphVariable>();
  readonly signatures = new Map<string, Signature>();
  private readonly usedNames = new Map<string, number>();
  private readonly constants = new Map<string, GraphTensor>();
  private readonly shared = new Map<string, readonly GraphTensor[]>();
  private scope = '';
  private xla: 'on' | 'off' = 'off';

  /** Runs `build` with all its nodes' names under `scope/`. */
  inScope<T>(scope: string, build: () => T): T {
    const outer = this.scope;
    this.scope = scope === '' ? '' : `${scope}/`;
    try {
      return build();
    } finally {
      this.scope = outer;
    }
  }

  /** Runs `build`; with `on`, TensorFlow's XLA compiles those of its nodes that it can, many of them to one kernel. */
  withXla<T>(xla: 'on' | 'off', build: () => T): T {
    const outer = this.xla;
    this.xla = xla;
    try {
      return build();
    } finally {
      this.xla = outer;
    }
  }

  /** Adds a node and gives its name, which is `name`, numbered if that is taken. */
  node(
    op: string,
    inputs: readonly Reference[],
    attributes: Attributes = {},
    { name = op, control = [] }: { name?: string; control?: readonly string[] } = {},
  ): string {
    const unique = this.uniqueName(name);
    const references = [...inputs.map(({ ref }) => ref), ...control.map((node) => `^${node}`)];
    const marked = this.xla === 'on' && !ownInXla.has(op) ? { ...attributes, ...xlaMark } : attributes;
    this.nodes.push({ name: unique, op, inputs: references, attributes: marked });
    return unique;
  }

  /**
   * A stateless operation. The same operation on the same inputs is one node, so that a computation written twice
   * (a generator pass for each of two losses) is made once.
   *
   * @throws Error that names the operation, if its shapes are unknown or do not fit.
   */
  operation(
    op: string,
    inputs: readonly GraphTensor[],
    attributes: Attributes,
    raw: RawAttributes = plainAttributes(attributes),
  ): readonly GraphTensor[] {
    const key = `${op}|${inputs.map(({ ref }) => ref).join()}|${JSON.stringify(attributes)}`;
    const known = this.shared.get(key);
    if (known !== undefined) {
      return known;
    }
    const specs = inferShapes(op, inputs, raw);
    const name = this.node(op, inputs, attributes);
    const outputs = specs.map(({ shape, dtype }, index) => ({
      ref: index === 0 ? name : `${name}:${String(index)}`,
      shape,
      dtype,
    }));
    this.shared.set(key, outputs);
    return outputs;
  }

  /** An operation's first output. */
  one(op: string, inputs: readonly GraphTensor[], attributes: Attributes): GraphTensor {
    const [output] = this.operation(op, inputs, attributes);
    if (output === undefined) {
      throw new Error(`${op} has no output.`);
    }
    return output;
  }

  constant(dtype: DataTypeCode, shape: Shape, values: Values): GraphTensor {
    const key = `${String(dtype)}|${shape.join('x')}|${contents(values)}`;
    const known = this.constants.get(key);
    if (known !== undefined) {
      return known;
    }
    const name = this.inScope('constants', () =>
      this.node('Const', [], { dtype: type(dtype), value: { kind: 'tensor', dtype, shape, values } }),
    );
    const isSmall = sizeOf(shape) <= largestKnownConstant;
    const tensor: GraphTensor = { ref: name, shape, dtype, ...(isSmall ? { value: values } : {}) };
    this.constants.set(key, tensor);
    return tensor;
  }

  float(value: number): GraphTensor {
    return this.constant(dataTypes.float32, [], Float32Array.of(value));
  }

  ints(values: readonly number[]): GraphTensor {
    return this.constant(dataTypes.int32, [values.length], Int32Array.from(values));
  }

  placeholder(name: string, dtype: DataTypeCode, shape: Shape): GraphTensor {
    return { ref: this.node('Placeholder', [], { dtype: type(dtype), shape: shapeOf(shape) }, { name }), shape, dtype };
  }

  /** An operation *with* an output that is ready after `control`; the addon can only fetch outputs. */
  done(control: readonly string[], name: string): string {
    const yes = this.constant(dataTypes.bool, [], Uint8Array.of(1));
    return this.node('Identity', [yes], { T: type(dataTypes.bool) }, { name, control });
  }

  /** Declares a float32 variable, once. @throws Error if it exists with another shape. */
  variable(name: string, shape: Shape, initializer: VariableInitializer): GraphVariable {
    const known = this.variables.get(name);
    if (known !== undefined) {
      if (known.shape.join() !== shape.join()) {
        throw new Error(`The variable ${name} exists with shape [${known.shape.join(', ')}].`);
      }
      return known;
    }
    const attributes: Attributes = {
      dtype: type(dataTypes.float32),
      shape: shapeOf(shape),
      shared_name: { kind: 'string', value: name },
      container: { kind: 'string', value: '' },
    };
    const ref = this.inScope('', () => this.node('VarHandleOp', [], attributes, { name }));
    const handle: GraphTensor = { ref, shape: [], dtype: dataTypes.resource };
    const variable = { name, shape, initializer, handle };
    this.variables.set(name, variable);
    return variable;
  }

  /** A variable's value, once `control` is done. */
  read(variable: GraphVariable, control: readonly string[] = []): GraphTensor {
    const name = this.node(
      'ReadVariableOp',
      [variable.handle],
      { dtype: type(dataTypes.float32) },
      { name: `${variable.name}/read`, control },
    );
    return { ref: name, shape: variable.shape, dtype: dataTypes.float32 };
  }

  /** The nodes of the current scope that use a variable's value, for writes that must come after them. */
  readersOf({ handle }: GraphVariable): readonly string[] {
    const readers: string[] = [];
    const values = new Set<string>();
    for (const { name, op, inputs } of this.nodes) {
      const reads = op === 'ReadVariableOp' && inputs[0] === handle.ref;
      if (name.startsWith(this.scope) && (reads || inputs.some((input) => values.has(input)))) {
        readers.push(name);
        if (reads || views.has(op)) {
          values.add(name);
        }
      }
    }
    return readers;
  }

  /** Assigns a value; gives the node that does it. */
  assign(variable: GraphVariable, value: GraphTensor, control: readonly string[] = []): string {
    const attributes = { dtype: type(dataTypes.float32), validate_shape: bool(true) };
    return this.node('AssignVariableOp', [variable.handle, value], attributes, {
      name: `${variable.name}/assign`,
      control,
    });
  }

  private uniqueName(base: string): string {
    const name = this.scope + base;
    const count = this.usedNames.get(name) ?? 0;
    this.usedNames.set(name, count + 1);
    return count === 0 ? name : this.uniqueName(`${base}_${String(count)}`);
  }
}

/** Node name of a tensor's reference, for control inputs. */
export function nodeOf({ ref }: GraphTensor): string {
  return ref.split(':')[0] ?? ref;
}

/** Equal for equal values only: by the bytes, so that 0 and −0 differ; strings are told apart wherever commas are. */
function contents(values: Values): string {
  if (!isNumeric(values)) {
    return JSON.stringify(values);
  }
  return createHash('sha256')
    .update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
    .digest('hex');
}

function plainAttributes(attributes: Attributes): RawAttributes {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, attribute]) => [
      name,
      attribute.kind === 'tensor' ? undefined : attribute.value,
    ]),
  );
}
