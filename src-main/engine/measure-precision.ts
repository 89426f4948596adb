/** Which precision this machine computes fastest. */
import * as tf from '@tensorflow/tfjs-core';
import { precisions, type Precision } from '../contract/config';
import { GraphBuilder } from '../graph/builder';
import { Executable } from '../graph/executable';
import { stepConvolutions, tracing } from './compiled';

/** A layer from the middle of the networks: large enough for their rate, small enough to take well below a second. */
const picture = [1, 64, 64, 64] as const;
const kernel = [4, 4, 64, 128] as const;

/** The first computation allocates. */
const runs = 3;

/**
 * Seconds of one convolution with its gradients in each precision, as the train step computes it on this device.
 *
 * @throws AppError `native-library-missing`.
 */
export async function measurePrecisions(): Promise<Readonly<Record<Precision, number>>> {
  const { tensorflow, tracer } = await tracing();
  const builder = new GraphBuilder();
  const values = { kind: 'normal', standardDeviation: 1 } as const;
  // Variables, since TensorFlow computes what depends on constants only once.
  builder.variable('x', picture, values);
  builder.variable('kernel', kernel, values);
  for (const precision of precisions) {
    const { down } = stepConvolutions(tensorflow, precision);
    tracer.trace(builder, precision, {}, (_, context) => {
      const [x, weights] = [context.variable('x'), context.variable('kernel')];
      const { value, grads } = tf.variableGrads(
        () => tf.sum(down(tf.reshape(x, [...picture]), tf.reshape(weights, [...kernel]))),
        [x, weights],
      );
      return { sum: tf.addN([value, ...Object.values(grads).map((gradient) => tf.sum(gradient))]) };
    });
  }
  const executable = await Executable.load(tensorflow, builder);
  try {
    executable.initialise([1, 2]);
    return {
      float32: fastest(() => executable.run('float32', {})),
      bfloat16: fastest(() => executable.run('bfloat16', {})),
      float16: fastest(() => executable.run('float16', {})),
    };
  } finally {
    executable.dispose();
  }
}

function fastest(run: () => unknown): number {
  const seconds = Array.from({ length: runs }, () => {
    const start = performance.now();
    run();
    return (performance.now() - start) / 1000;
  });
  return Math.min(...seconds);
}

/** The precision that took the least time. */
export function fastestPrecision(seconds: Readonly<Record<Precision, number>>): Precision {
  return precisions.reduce((best, precision) => (seconds[precision] < seconds[best] ? precision : best));
}
