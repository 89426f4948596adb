/** Which precision this machine computes fastest, and whether with XLA. */
import * as tf from '@tensorflow/tfjs-core';
import { precisions, type Execution, type TrainConfig } from '../contract/config';
import { batchNorm, leakyRelu } from '../core/operations';
import { GraphBuilder } from '../graph/builder';
import { Executable } from '../graph/executable';
import { createCompiledModel, stepConvolutions, tracing } from './compiled';
import { madeUpStep } from './made-up-step';
import type { ModelConfig } from './model';

export interface Timing extends Execution {
  readonly seconds: number;
}

/** What a run without a wish gets. */
export const plainest: Execution = { precision: 'float32', xla: 'off' };

/** Runs of a block; the first allocates, and XLA compiles. */
const blockRuns = 4;
/** Steps that are timed, after one that allocates. */
const stepRuns = 3;
/** Larger batches only take longer. */
const largestBatch = 4;
/** A way that takes so many times as long for a block will not be the fastest for the step. */
const hopeless = 1.5;
/** Another way than the plainest must take this share of its time or less: a smaller gain is the machine's mood. */
const worthIt = 0.95;

type Networks = Omit<ModelConfig, keyof Execution>;
/** What a configuration says of each, `auto` where it leaves the choice to the machine. */
type Wishes = Pick<TrainConfig, 'precision' | 'xla'>;

/**
 * Times a training step of these networks in the ways that may be the fastest here: in float32, in the shorter precisions,
 * and by XLA. A block of the networks tells first which ways cannot be; they and what this device lacks are left out. A
 * step takes seconds to make ready, and half a minute by XLA.
 *
 * @throws AppError `native-library-missing`.
 */
export async function measureExecutions(networks: Networks, wishes: Wishes): Promise<readonly Timing[]> {
  const blocks = await timed(
    precisions
      .flatMap((precision) => (['off', 'on'] as const).map((xla) => ({ precision, xla })))
      .filter((execution) => isOpen(execution, wishes)),
    (execution) => timeBlock(networks, execution),
  );
  const least = Math.min(...blocks.map(({ seconds }) => seconds));
  const candidates = blocks.filter((block) => isPlainest(block) || block.seconds <= hopeless * least);
  return timed(candidates, (execution) => timeStep(networks, execution));
}

async function timed(
  executions: readonly Execution[],
  time: (execution: Execution) => Promise<number>,
): Promise<readonly Timing[]> {
  const timings: Timing[] = [];
  for (const { precision, xla } of executions) {
    const seconds = await time({ precision, xla }).catch(() => null);
    if (seconds !== null) {
      timings.push({ precision, xla, seconds });
    }
  }
  return timings;
}

/** The way that took the least time among those that the configuration leaves open; the plainest if it is hardly slower. */
export function fastestExecution(timings: readonly Timing[], wishes: Wishes): Execution {
  const { precision, xla } = wishes;
  const handicapped = (timing: Timing): number => (isPlainest(timing) ? timing.seconds * worthIt : timing.seconds);
  const [best] = timings.filter((timing) => isOpen(timing, wishes)).sort((a, b) => handicapped(a) - handicapped(b));
  return {
    precision: precision === 'auto' ? (best?.precision ?? 'float32') : precision,
    xla: xla === 'auto' ? (best?.xla ?? 'off') : xla,
  };
}

function isPlainest({ precision, xla }: Execution): boolean {
  return precision === plainest.precision && xla === plainest.xla;
}

function isOpen({ precision, xla }: Execution, wishes: Wishes): boolean {
  return [precision, 'auto'].includes(wishes.precision) && [xla, 'auto'].includes(wishes.xla);
}

/** Seconds of the quickest of a few steps, as a training of these networks would take them. */
async function timeStep(networks: Networks, execution: Execution): Promise<number> {
  const model = await createCompiledModel({
    ...networks,
    batch: Math.min(networks.batch, largestBatch),
    ...execution,
  });
  try {
    model.initialise([1, 2]);
    const feeds = madeUpStep(model.config);
    model.trainStep(feeds);
    return quickest(stepRuns, () => model.trainStep(feeds));
  } finally {
    model.dispose();
  }
}

async function timeBlock({ size, filters, batch }: Networks, { precision, xla }: Execution): Promise<number> {
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
    return quickest(blockRuns, () => executable.run('block', {}));
  } finally {
    executable.dispose();
  }
}

/** Seconds. */
function quickest(runs: number, run: () => unknown): number {
  const seconds = Array.from({ length: runs }, () => {
    const start = performance.now();
    run();
    return (performance.now() - start) / 1000;
  });
  return Math.min(...seconds);
}
