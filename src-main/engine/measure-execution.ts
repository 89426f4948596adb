/** Which precision this machine computes fastest, and whether with XLA. */
import * as tf from '@tensorflow/tfjs-core';
import { precisions, type Execution, type TrainConfig } from '../contract/config';
import { batchNorm, leakyRelu } from '../core/operations';
import { GraphBuilder } from '../graph/builder';
import { Executable } from '../graph/executable';
import { stepConvolutions, tracing } from './compiled';
import type { ModelConfig } from './model';

export interface Timing extends Execution {
  readonly seconds: number;
}

const [, ...shortPrecisions] = precisions;
const plainest: Execution = { precision: 'float32', xla: 'off' };

/** The first computation allocates, and XLA compiles. */
const runs = 4;
/** Larger batches only take longer. */
const largestBatch = 4;

/**
 * Times one block from the middle of a configuration's networks (convolution, norm, activation, and their gradients) in
 * each precision, and the plainest and the fastest of them by XLA too, which takes seconds to compile each. What this
 * device lacks is left out.
 *
 * @throws AppError `native-library-missing`.
 */
export async function measureExecutions(
  config: Pick<ModelConfig, 'size' | 'filters' | 'batch'>,
): Promise<readonly Timing[]> {
  const timings: Timing[] = [{ ...plainest, seconds: await timeBlock(config, plainest) }];
  const tryToTime = async (execution: Execution): Promise<void> => {
    const seconds = await timeBlock(config, execution).catch(() => null);
    if (seconds !== null) {
      timings.push({ ...execution, seconds });
    }
  };
  for (const precision of shortPrecisions) {
    await tryToTime({ precision, xla: 'off' });
  }
  const { precision: fastest } = fastestExecution(timings, { precision: 'auto', xla: 'off' });
  for (const precision of new Set([plainest.precision, fastest])) {
    await tryToTime({ precision, xla: 'on' });
  }
  return timings;
}

/** The way that took the least time among those that the configuration leaves open; the plainest of equals. */
export function fastestExecution(
  timings: readonly Timing[],
  { precision, xla }: Pick<TrainConfig, 'precision' | 'xla'>,
): Execution {
  const [best] = timings
    .filter((timing) => [timing.precision, 'auto'].includes(precision) && [timing.xla, 'auto'].includes(xla))
    .sort((a, b) => a.seconds - b.seconds);
  return {
    precision: precision === 'auto' ? (best?.precision ?? 'float32') : precision,
    xla: xla === 'auto' ? (best?.xla ?? 'off') : xla,
  };
}

async function timeBlock(
  { size, filters, batch }: Pick<ModelConfig, 'size' | 'filters' | 'batch'>,
  { precision, xla }: Execution,
): Promise<number> {
  const { tensorflow, tracer } = await tracing();
  const { down } = stepConvolutions(tensorflow, precision);
  const picture = [Math.min(batch, largestBatch), size / 4, size / 4, filters] as const;
  const kernel = [4, 4, filters, 2 * filters] as const;
  const builder = new GraphBuilder();
  // Variables, since TensorFlow computes what depends on constants only once.
  const values = { kind: 'normal', standardDeviation: 1 } as const;
  const shapes = { x: picture, kernel, gamma: [2 * filters], beta: [2 * filters] };
  Object.entries(shapes).forEach(([name, shape]) => builder.variable(name, shape, values));
  builder.withXla(xla, () => {
    tracer.trace(builder, 'block', {}, (_, context) => {
      const [x, weights] = [context.variable('x'), context.variable('kernel')];
      const [gamma, beta] = [context.variable('gamma'), context.variable('beta')];
      const { value, grads } = tf.variableGrads(() => {
        const convolved = down(tf.reshape(x, [...picture]), tf.reshape(weights, [...kernel]));
        return tf.sum(tf.square(leakyRelu(batchNorm(convolved, gamma, beta, 1e-3), 0.3)));
      }, [x, weights, gamma, beta]);
      return { sum: tf.addN([value, ...Object.values(grads).map((gradient) => tf.sum(gradient))]) };
    });
  });
  const executable = await Executable.load(tensorflow, builder);
  try {
    executable.initialise([1, 2]);
    const seconds = Array.from({ length: runs }, () => {
      const start = performance.now();
      executable.run('block', {});
      return (performance.now() - start) / 1000;
    });
    return Math.min(...seconds);
  } finally {
    executable.dispose();
  }
}
