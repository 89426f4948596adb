/**
 * A stand-in for tfjs-node's native binding that records operations into a graph instead of executing them.
 * tfjs-node's kernels reach TensorFlow only through that binding, so with it every kernel becomes a graph emitter.
 */
import type { TensorMetadata, TFEOpAttr, TFJSBinding } from '@tensorflow/tfjs-node-gpu/dist/tfjs_binding';
import type { GraphBuilder } from './builder';
import { callerOfOperation } from './caller';
import {
  dataTypeOf,
  dataTypes,
  isNumeric,
  type Attribute,
  type DataTypeCode,
  type GraphTensor,
  type Shape,
  type Values,
} from './types';

/** A pseudo-operation that hands its inputs' symbols to `symbolsOf`; the backend maps tensors to ids only for kernels. */
export const captureOperation = 'CaptureSymbols';
/** A pseudo-operation whose output is the symbol given to `wrap`. */
export const injectOperation = 'InjectSymbol';

/** Attributes by which TF.js names the type of data; of a type that it does not know it names another. */
const elementTypeAttributes = new Set(['T', 'SrcT']);

/** Types that only the graph knows, and what TF.js takes them for. */
const knownAs: ReadonlyMap<DataTypeCode, DataTypeCode> = new Map([
  [dataTypes.uint8, dataTypes.int32],
  [dataTypes.bfloat16, dataTypes.float32],
  [dataTypes.float16, dataTypes.float32],
]);

export class Recorder implements TFJSBinding {
  private readonly symbols = new Map<number, GraphTensor>();
  private nextId = 1;
  private builder: GraphBuilder | null = null;
  private captured: readonly GraphTensor[] = [];
  private injected: GraphTensor | null = null;

  readonly TensorMetadata: TFJSBinding['TensorMetadata'];
  readonly TFEOpAttr: TFJSBinding['TFEOpAttr'];
  readonly TF_FLOAT: number;
  readonly TF_INT32: number;
  readonly TF_INT64: number;
  readonly TF_BOOL: number;
  readonly TF_COMPLEX64: number;
  readonly TF_STRING: number;
  readonly TF_RESOURCE: number;
  readonly TF_UINT8: number;
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_TYPE: number;
  readonly TF_ATTR_SHAPE: number;
  readonly TF_ATTR_RESOURCE: number;
  readonly TF_Version: string;

  /** The kernels read the binding's constants; they are those of the native one. */
  constructor(native: TFJSBinding) {
    this.TensorMetadata = native.TensorMetadata;
    this.TFEOpAttr = native.TFEOpAttr;
    this.TF_FLOAT = native.TF_FLOAT;
    this.TF_INT32 = native.TF_INT32;
    this.TF_INT64 = native.TF_INT64;
    this.TF_BOOL = native.TF_BOOL;
    this.TF_COMPLEX64 = native.TF_COMPLEX64;
    this.TF_STRING = native.TF_STRING;
    this.TF_RESOURCE = native.TF_RESOURCE;
    this.TF_UINT8 = native.TF_UINT8;
    this.TF_ATTR_STRING = native.TF_ATTR_STRING;
    this.TF_ATTR_INT = native.TF_ATTR_INT;
    this.TF_ATTR_FLOAT = native.TF_ATTR_FLOAT;
    this.TF_ATTR_BOOL = native.TF_ATTR_BOOL;
    this.TF_ATTR_TYPE = native.TF_ATTR_TYPE;
    this.TF_ATTR_SHAPE = native.TF_ATTR_SHAPE;
    this.TF_ATTR_RESOURCE = native.TF_ATTR_RESOURCE;
    this.TF_Version = native.TF_Version;
  }

  /** Records into `builder` while `record` runs. */
  recordInto<T>(builder: GraphBuilder, record: () => T): T {
    if (this.builder !== null) {
      throw new Error('A trace is going on already.');
    }
    this.builder = builder;
    try {
      return record();
    } finally {
      this.builder = null;
      this.symbols.clear();
    }
  }

  /** The next `injectOperation` gives this symbol. */
  inject(symbol: GraphTensor): void {
    this.injected = symbol;
  }

  /** The inputs of the last `captureOperation`. */
  takeCaptured(): readonly GraphTensor[] {
    const captured = this.captured;
    this.captured = [];
    return captured;
  }

  isUsingGpuDevice(): boolean {
    return false;
  }

  createTensor(shape: number[], dtype: number, values: unknown): number {
    return this.add(this.graph.constant(dataTypeOf(dtype), shape, constantValues(values)));
  }

  deleteTensor(id: number): void {
    this.symbols.delete(id);
  }

  getNumOfTensors(): number {
    return this.symbols.size;
  }

  tensorDataSync(id: number): Float32Array | Int32Array | Uint8Array {
    const { value, ref } = this.symbol(id);
    if (value === undefined || !isNumeric(value)) {
      throw new Error(
        `The value of ${ref} cannot be read while a graph is traced: it exists only when the graph runs.`,
      );
    }
    return value;
  }

  executeOp(
    op: string,
    attributes: readonly TFEOpAttr[],
    ids: readonly number[],
    outputCount: number,
  ): TensorMetadata[] {
    const inputs = ids.map((id) => this.symbol(id));
    if (op === captureOperation) {
      this.captured = inputs;
      return [];
    }
    if (op === injectOperation) {
      return this.injected === null ? [] : [this.metadata(this.injected)];
    }
    const unknownType = inputs.find(({ dtype }) => knownAs.has(dtype))?.dtype;
    const typed = attributes.map((attribute) => withElementType(attribute, unknownType));
    const encoded = Object.fromEntries(typed.map((attribute) => [attribute.name, this.encode(attribute)]));
    const raw = Object.fromEntries(typed.map(({ name, value }) => [name, value]));
    const outputs = naming(() => this.graph.operation(op, inputs, encoded, raw));
    return outputs.slice(0, outputCount).map((output) => this.metadata(output));
  }

  loadSavedModel(): number {
    return notTraceable();
  }

  deleteSavedModel(): void {
    notTraceable();
  }

  runSavedModel(): TensorMetadata[] {
    return notTraceable();
  }

  getNumOfSavedModels(): number {
    return 0;
  }

  private get graph(): GraphBuilder {
    if (this.builder === null) {
      throw new Error('An operation was recorded outside of a trace.');
    }
    return this.builder;
  }

  private add(symbol: GraphTensor): number {
    const id = this.nextId;
    this.nextId += 1;
    this.symbols.set(id, symbol);
    return id;
  }

  private symbol(id: number): GraphTensor {
    const symbol = this.symbols.get(id);
    if (symbol === undefined) {
      throw new Error('A traced tensor was used after it was disposed, or outside of its trace.');
    }
    return symbol;
  }

  private metadata(symbol: GraphTensor): TensorMetadata {
    return { id: this.add(symbol), shape: [...symbol.shape], dtype: knownAs.get(symbol.dtype) ?? symbol.dtype };
  }

  private encode({ name, type, value }: TFEOpAttr): Attribute {
    switch (type) {
      case this.TF_ATTR_STRING:
        return { kind: 'string', value: text(value) };
      case this.TF_ATTR_INT:
        return Array.isArray(value) ? { kind: 'ints', value: integers(value) } : { kind: 'int', value: Number(value) };
      case this.TF_ATTR_FLOAT:
        return { kind: 'float', value: Number(value) };
      case this.TF_ATTR_BOOL:
        return { kind: 'bool', value: Boolean(value) };
      case this.TF_ATTR_TYPE:
        return { kind: 'type', value: Number(value) };
      case this.TF_ATTR_SHAPE:
        return { kind: 'shape', value: integers(value) };
      default:
        throw new Error(`The attribute ${name} has a type (${String(type)}) that a graph cannot hold.`);
    }
  }
}

/** Adds to the message of an operation that fails the line that called it. */
function naming<T>(record: () => T): T {
  try {
    return record();
  } catch (error) {
    const caller = error instanceof Error ? callerOfOperation(error.stack ?? '') : null;
    if (error instanceof Error && caller !== null) {
      error.message = `${error.message} (called at ${caller})`;
    }
    throw error;
  }
}

function notTraceable(): never {
  throw new Error('A saved model cannot be loaded or run while a graph is traced.');
}

function withElementType(attribute: TFEOpAttr, unknownType: DataTypeCode | undefined): TFEOpAttr {
  return unknownType !== undefined && elementTypeAttributes.has(attribute.name)
    ? { name: attribute.name, type: attribute.type, value: unknownType }
    : attribute;
}

function text(value: unknown): string {
  if (typeof value !== 'string') {
    throw new Error('A string was expected.');
  }
  return value;
}

function integers(value: unknown): Shape {
  if (!Array.isArray(value)) {
    throw new Error('A list of integers was expected.');
  }
  return value.map(Number);
}

function constantValues(values: unknown): Values {
  if (values instanceof Float32Array || values instanceof Int32Array || values instanceof Uint8Array) {
    return values.slice();
  }
  throw new Error('Only numeric constants can be traced.');
}
