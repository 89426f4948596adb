/**
 * "tf.function for TF.js": runs a function of TF.js tensors once, on a backend that records, and keeps what it did as
 * a part of a TensorFlow graph. Gradients of TF.js's own autodiff are recorded like everything else.
 */
import type * as tfjs from '@tensorflow/tfjs-core';
import type { NodeJSKernelBackend } from '@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend';
import type { TFJSBinding } from '@tensorflow/tfjs-node-gpu/dist/tfjs_binding';
import { nativeBackend, type TensorFlow } from '../native/tensorflow';
import { emitAdam, type AdamSettings } from './adam';
import { type as typeAttribute, type GraphBuilder, type GraphVariable } from './builder';
import { tracedStackDepth } from './caller';
import { captureOperation, injectOperation, Recorder } from './recorder';
import { dataTypes, type DataTypeName, type GraphTensor, type Shape, type Signature } from './types';

const backendName = 'trace';

/** The output that a function with watched variables has beside its own. */
export const updatedSquares = 'updated_squares';

export interface InputSpec {
  readonly shape: Shape;
  readonly dtype: DataTypeName;
}

/** What a traced function may do besides computing. */
export interface TraceContext {
  /** A variable that was declared in the builder, for reading and for `tf.variableGrads`. */
  variable(name: string): tfjs.Variable;
  /** Updates variables by their gradients, if `condition` holds; whatever the function computes sees the values from before. */
  adam(
    gradients: tfjs.NamedTensorMap,
    learningRate: tfjs.Tensor,
    settings: AdamSettings,
    condition?: tfjs.Tensor | null,
  ): void;
  /** Gives a variable another value; whatever the function computes sees the one from before. */
  assign(name: string, value: tfjs.Tensor): void;
  /** One more output, `updatedSquares`: half the sum of squares of each of these variables after its update. */
  watch(names: readonly string[]): void;
}

export type TracedFunction = (
  inputs: Readonly<Record<string, tfjs.Tensor>>,
  context: TraceContext,
) => Readonly<Record<string, tfjs.Tensor>>;

interface PendingUpdate {
  readonly gradients: readonly (readonly [GraphVariable, GraphTensor])[];
  readonly learningRate: GraphTensor;
  readonly settings: AdamSettings;
  readonly condition: GraphTensor | null;
}

type PendingAssignment = readonly [GraphVariable, GraphTensor];

/** Records TF.js functions into graphs. There is one for the process: TF.js has one registry of backends. */
export class Tracer {
  private readonly recorder: Recorder;
  private readonly backend: NodeJSKernelBackend;

  constructor(private readonly tensorflow: TensorFlow) {
    this.recorder = new Recorder(nativeBackend(tensorflow).binding);
    this.backend = recordingBackend(tensorflow, this.recorder);
    if (!tensorflow.registerBackend(backendName, () => this.backend, 0)) {
      throw new Error('There is a tracer already; a process has one.');
    }
    tensorflow.copyRegisteredKernels('tensorflow', backendName);
  }

  /**
   * Records `body` under `name`; its inputs become placeholders `name/INPUT`, its outputs nodes `name/out/OUTPUT`.
   * Updates change nothing that the function computes, and all have happened when the outputs are given.
   *
   * @throws Error that names the operation, if the function uses one that the graph does not know, reads a tensor's
   *   value, or uses a tensor of another backend.
   */
  trace(builder: GraphBuilder, name: string, specs: Readonly<Record<string, InputSpec>>, body: TracedFunction): void {
    const { tensorflow, recorder } = this;
    const outerBackend = tensorflow.getBackend();
    const variables = new Map<string, tfjs.Variable>();
    const updates: PendingUpdate[] = [];
    const assignments: PendingAssignment[] = [];
    const watched = new Set<string>();
    const context: TraceContext = {
      variable: (variableName) => {
        const known = variables.get(variableName);
        const variable = known ?? this.wrapVariable(builder, variableName);
        variables.set(variableName, variable);
        return variable;
      },
      adam: (gradients, learningRate, settings, condition = null) => {
        const pairs = Object.entries(gradients).map(
          ([variableName, gradient]) => [declared(builder, variableName), this.symbolOf(gradient)] as const,
        );
        updates.push({
          gradients: pairs,
          learningRate: this.symbolOf(learningRate),
          settings,
          condition: condition === null ? null : this.symbolOf(condition),
        });
      },
      assign: (variableName, value) => {
        assignments.push([declared(builder, variableName), this.symbolOf(value)]);
      },
      watch: (names) => {
        names.forEach((watchedName) => watched.add(watchedName));
      },
    };
    const outerStackDepth = Error.stackTraceLimit;
    Error.stackTraceLimit = tracedStackDepth;
    void tensorflow.setBackend(backendName);
    try {
      builder.inScope(name, () => {
        recorder.recordInto(builder, () => {
          tensorflow.tidy(() => {
            const inputs = mapValues(specs, (spec, key) => builder.placeholder(key, dataTypes[spec.dtype], spec.shape));
            const outputs = body(
              mapValues(inputs, (symbol) => this.wrap(symbol)),
              context,
            );
            const symbols = mapValues(outputs, (tensor, key) => readable(this.symbolOf(tensor), key));
            // The function may have kept them.
            tensorflow.dispose(Object.values(outputs));
            builder.signatures.set(name, { inputs, ...finish(builder, symbols, updates, assignments, watched) });
          });
        });
      });
    } finally {
      Error.stackTraceLimit = outerStackDepth;
      void tensorflow.setBackend(outerBackend);
      for (const variable of variables.values()) {
        variable.dispose();
      }
    }
  }

  private wrapVariable(builder: GraphBuilder, name: string): tfjs.Variable {
    const value = this.wrap(builder.read(declared(builder, name)));
    return this.tensorflow.variable(value, true, name);
  }

  private wrap(symbol: GraphTensor): tfjs.Tensor {
    this.recorder.inject(symbol);
    return this.backend.executeSingleOutput(injectOperation, [], []);
  }

  private symbolOf(tensor: tfjs.Tensor): GraphTensor {
    this.backend.executeMultipleOutputs(captureOperation, [], [tensor], 0);
    const [symbol] = this.recorder.takeCaptured();
    if (symbol === undefined) {
      throw new Error('A tensor of the trace has no symbol.');
    }
    return symbol;
  }
}

/**
 * Outputs as nodes of their own that wait for the updates. Each update waits for its gradient and for everything that
 * uses its variable's value, no longer: a gradient is freed by its update, so that they never all exist at once.
 */
function finish(
  builder: GraphBuilder,
  outputs: Readonly<Record<string, GraphTensor>>,
  updates: readonly PendingUpdate[],
  assignments: readonly PendingAssignment[],
  watched: ReadonlySet<string>,
): Pick<Signature, 'outputs' | 'watched'> {
  const emitted = updates.map(({ gradients, learningRate, settings, condition }) =>
    emitAdam(builder, gradients, learningRate, settings, condition),
  );
  const assigned = assignments.map(([variable, value]) => builder.assign(variable, value, builder.readersOf(variable)));
  const control = [...emitted.flatMap(({ nodes }) => nodes), ...assigned];
  const seen = emitted.flatMap(({ byVariable }) => byVariable).filter(([{ name }]) => watched.has(name));
  const all = seen.length === 0 ? outputs : { ...outputs, [updatedSquares]: squares(builder, seen) };
  const named = mapValues(all, (symbol, key) => {
    const attributes = { T: typeAttribute(symbol.dtype) };
    const ref = builder.node('Identity', [symbol], attributes, { name: `out/${key}`, control });
    return { ref, shape: symbol.shape, dtype: symbol.dtype };
  });
  return { outputs: named, watched: seen.map(([{ name }]) => name) };
}

/** Half the sum of squares of each variable, read as soon as it is updated: finite if all its values are. */
function squares(builder: GraphBuilder, changed: readonly (readonly [GraphVariable, string])[]): GraphTensor {
  const T = typeAttribute(dataTypes.float32);
  const each = changed.map(([variable, update]): GraphTensor => {
    const ref = builder.node('L2Loss', [builder.read(variable, [update])], { T });
    return { ref, shape: [], dtype: dataTypes.float32 };
  });
  return builder.one('Pack', each, { T, N: { kind: 'int', value: each.length }, axis: { kind: 'int', value: 0 } });
}

function readable(symbol: GraphTensor, name: string): GraphTensor {
  if (symbol.dtype === dataTypes.uint8) {
    throw new Error(`The output ${name} is uint8, which tfjs-node cannot read; cast it.`);
  }
  return symbol;
}

function declared(builder: GraphBuilder, name: string): GraphVariable {
  const variable = builder.variables.get(name);
  if (variable === undefined) {
    throw new Error(`The variable ${name} was not declared before the trace.`);
  }
  return variable;
}

function recordingBackend(tensorflow: TensorFlow, recorder: Recorder): NodeJSKernelBackend {
  const Backend = nativeBackend(tensorflow).constructor as new (
    binding: TFJSBinding,
    packageName: string,
  ) => NodeJSKernelBackend;
  const backend = new Backend(recorder, backendName);
  // With TF.js's own storage, a tensor of another backend that is used here would be taken away from its owner.
  const moveData = (): never => {
    throw new Error('A tensor made outside of a trace was used inside it; make it there or feed it as an input.');
  };
  return Object.assign(backend, { tensorMap: new tensorflow.DataStorage(backend, { moveData }) });
}

function mapValues<A, B>(
  record: Readonly<Record<string, A>>,
  transform: (value: A, key: string) => B,
): Readonly<Record<string, B>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, transform(value, key)]));
}
