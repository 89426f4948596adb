/** A graph loaded into TensorFlow: runs its traced functions and holds its variables. */
import path from 'node:path';
import type { TFJSBinding } from '@tensorflow/tfjs-node-gpu/dist/tfjs_binding';
import { withPlainFolder } from '../native/plain-folder';
import { nativeBackend, type TensorFlow } from '../native/tensorflow';
import type { GraphBuilder } from './builder';
import { addEntryPoints, type EntryPoints } from './entry-points';
import { loadGraph } from './load-graph';
import { encodeSavedModel, outputName } from './proto';
import { dataTypes, sizeOf, type GraphTensor, type Shape, type Signature } from './types';

export type FeedValues = Float32Array | Int32Array | Uint8Array;

/** Values with the shape that they have where the graph leaves dimensions open. */
export interface ShapedFeed {
  readonly shape: Shape;
  readonly values: FeedValues;
}

/** A fetched output. */
export interface Output {
  readonly shape: Shape;
  readonly values: FeedValues;
}

export class Executable {
  private disposed = false;

  private constructor(
    private readonly binding: TFJSBinding,
    private readonly model: number,
    private readonly signatures: ReadonlyMap<string, Signature>,
    private readonly entryPoints: EntryPoints,
  ) {}

  /**
   * Adds the entry points to a finished graph and loads it. The variables have no values until `initialise` or
   * `restore`.
   *
   * @throws Error of the file system if the temporary file of the graph cannot be written.
   */
  static async load(tensorflow: TensorFlow, builder: GraphBuilder): Promise<Executable> {
    const entryPoints = addEntryPoints(builder);
    const { binding } = nativeBackend(tensorflow);
    const bytes = encodeSavedModel(builder.nodes, Object.fromEntries(builder.signatures), binding.TF_Version);
    return new Executable(binding, await loadGraph(binding, bytes), builder.signatures, entryPoints);
  }

  /** Names of all variables, the optimizers' among them. */
  get variableNames(): readonly string[] {
    return [...this.entryPoints.get.keys()];
  }

  /** The variables that a traced function watches, in the order of its output `updatedSquares`. */
  watchedBy(name: string): readonly string[] {
    return this.signatures.get(name)?.watched ?? [];
  }

  /**
   * Runs a traced function. Blocks until it is done; nothing is left to dispose.
   *
   * @throws Error if a feed is missing or its length does not fit its shape (TensorFlow would read past it).
   */
  run(name: string, feeds: Readonly<Record<string, FeedValues | ShapedFeed>>): Readonly<Record<string, Output>> {
    const signature = this.signatures.get(name);
    if (signature === undefined) {
      throw new Error(`The graph has no function ${name}.`);
    }
    const given = Object.entries(signature.inputs).map(([key, tensor]): readonly [GraphTensor, FeedValues] => {
      const feed = feeds[key];
      if (feed === undefined) {
        throw new Error(`${name} was run without its input ${key}.`);
      }
      return 'shape' in feed ? [closed(tensor, feed.shape), feed.values] : [tensor, feed];
    });
    const keys = Object.keys(signature.outputs);
    const outputs = this.fetch(
      given,
      Object.values(signature.outputs).map(({ ref }) => ref),
    );
    return Object.fromEntries(outputs.map((output, index) => [keys[index] ?? String(index), output]));
  }

  /** Gives every variable its initial value; the same seed gives the same values. */
  initialise(seed: readonly [number, number]): void {
    this.fetch([[this.entryPoints.seed, Int32Array.from(seed)]], [this.entryPoints.initialise]);
  }

  /** Writes `PREFIX.index` and `PREFIX.data-00000-of-00001` in TensorFlow's checkpoint format. Not atomic. */
  save(prefix: string): void {
    this.fetchWithPrefix(prefix, this.entryPoints.save);
  }

  /**
   * @throws Error of TensorFlow if a file is missing or damaged, or lacks a variable or has one of another shape; then
   *   no variable has changed. AppError as `withPlainFolder`.
   */
  restore(prefix: string): void {
    withPlainFolder(path.dirname(prefix), (folder) => {
      this.fetchWithPrefix(path.join(folder, path.basename(prefix)), this.entryPoints.restore);
    });
  }

  /** Values of one variable. */
  get(name: string): Float32Array {
    const value = this.entryPoints.get.get(name);
    if (value === undefined) {
      throw new Error(`The graph has no variable ${name}.`);
    }
    const [output] = this.fetch([], [value.ref]);
    if (!(output?.values instanceof Float32Array)) {
      throw new Error(`The variable ${name} is not float32.`);
    }
    return output.values;
  }

  set(name: string, values: Float32Array): void {
    const entry = this.entryPoints.set.get(name);
    if (entry === undefined) {
      throw new Error(`The graph has no variable ${name}.`);
    }
    this.fetch([[entry.value, values]], [entry.done]);
  }

  dispose(): void {
    if (!this.disposed) {
      this.disposed = true;
      this.binding.deleteSavedModel(this.model);
    }
  }

  private fetchWithPrefix(prefix: string, done: string): void {
    const { binding, model, entryPoints } = this;
    const id = binding.createTensor([], binding.TF_STRING, [new TextEncoder().encode(prefix)]);
    try {
      this.release(binding.runSavedModel(model, [id], outputName(entryPoints.prefix.ref), outputName(done)));
    } finally {
      binding.deleteTensor(id);
    }
  }

  private fetch(feeds: readonly (readonly [GraphTensor, FeedValues])[], refs: readonly string[]): readonly Output[] {
    const { binding, model } = this;
    const ids: number[] = [];
    try {
      for (const [tensor, values] of feeds) {
        ids.push(binding.createTensor([...tensor.shape], tensor.dtype, checkFeed(tensor, values)));
      }
      const names = feeds.map(([{ ref }]) => outputName(ref)).join();
      const outputs = binding.runSavedModel(model, ids, names, refs.map(outputName).join());
      return this.release(outputs);
    } finally {
      for (const id of ids) {
        binding.deleteTensor(id);
      }
    }
  }

  /** Copies the outputs' values and frees their native memory. */
  private release(outputs: readonly { readonly id: number; readonly shape: number[] }[]): readonly Output[] {
    return outputs.map(({ id, shape }) => {
      const values = this.binding.tensorDataSync(id);
      this.binding.deleteTensor(id);
      return { shape, values };
    });
  }
}

/** The tensor with its open dimensions as they are fed. @throws Error if the others differ. */
function closed(tensor: GraphTensor, shape: Shape): GraphTensor {
  const fits =
    shape.length === tensor.shape.length && tensor.shape.every((size, axis) => size === -1 || size === shape[axis]);
  if (!fits) {
    throw new Error(`${tensor.ref} takes [${tensor.shape.join(', ')}], not [${shape.join(', ')}].`);
  }
  return { ...tensor, shape };
}

function checkFeed({ ref, shape, dtype }: GraphTensor, values: FeedValues): FeedValues {
  const fits =
    dtype === dataTypes.float32
      ? values instanceof Float32Array
      : dtype === dataTypes.int32
        ? values instanceof Int32Array
        : values instanceof Uint8Array;
  if (!fits || values.length !== sizeOf(shape)) {
    throw new Error(`${ref} takes [${shape.join(', ')}], not ${values.constructor.name} of ${String(values.length)}.`);
  }
  return values;
}
