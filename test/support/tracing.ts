/** TensorFlow with the project's kernels, and the process's one tracer. */
import type * as tf from '@tensorflow/tfjs-core';
import { GraphBuilder } from '../../src-main/graph/builder';
import { Executable, type FeedValues, type Output } from '../../src-main/graph/executable';
import { Tracer, type InputSpec } from '../../src-main/graph/trace';
import { registerNativeKernels } from '../../src-main/native/kernels';
import { loadTensorFlow, type TensorFlow } from '../../src-main/native/tensorflow';

export interface Tracing {
  readonly tensorflow: TensorFlow;
  readonly tracer: Tracer;
}

let shared: Promise<Tracing> | undefined;

/** Do not use it beside `createCompiledModel`, which makes the process's tracer itself. */
export function tracing(): Promise<Tracing> {
  shared ??= loadTensorFlow().then((tensorflow) => {
    registerNativeKernels(tensorflow);
    return { tensorflow, tracer: new Tracer(tensorflow) };
  });
  return shared;
}

/** Traces a function of tensors, runs the graph once, and gives the graph with the outputs in order. */
export async function traceAndRun(
  inputs: readonly (InputSpec & { readonly values: FeedValues })[],
  body: (...tensors: tf.Tensor[]) => readonly tf.Tensor[],
): Promise<{ readonly builder: GraphBuilder; readonly outputs: readonly Output[] }> {
  const { tensorflow, tracer } = await tracing();
  const builder = new GraphBuilder();
  // TensorFlow refuses a checkpoint, which every executable has, of no variables.
  builder.variable('unused', [], { kind: 'constant', value: 0 });
  const named = Object.fromEntries(inputs.map((input, index) => [`input_${String(index)}`, input]));
  tracer.trace(builder, 'f', named, (tensors) =>
    Object.fromEntries(body(...Object.values(tensors)).map((tensor, index) => [`output_${String(index)}`, tensor])),
  );
  const executable = await Executable.load(tensorflow, builder);
  try {
    const feeds = Object.fromEntries(Object.entries(named).map(([name, { values }]) => [name, values]));
    return { builder, outputs: Object.values(executable.run('f', feeds)) };
  } finally {
    executable.dispose();
  }
}
