/** Runs a function of tensors as a graph. */
import type * as tf from '@tensorflow/tfjs-core';
import { tracing } from '../../src-main/engine/compiled';
import { GraphBuilder } from '../../src-main/graph/builder';
import { Executable, type FeedValues, type Output } from '../../src-main/graph/executable';
import type { InputSpec } from '../../src-main/graph/trace';

export { tracing };

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
