/** The generator by our own kernels, at which a processor is faster than by TensorFlow's: its convolutions filtered. */
import { availableParallelism } from 'node:os';
import { dropoutBlocks } from '../core/generator';
import { Philox } from '../core/philox';
import { downWidths, generatorVariables, type Architecture } from '../core/variables';
import {
  loadGeneratorAddon,
  type BlockWeights,
  type GeneratorAddon,
  type NativeGenerator,
} from '../native/generator-addon';
import { loadTensorFlow, nativeBackend } from '../native/tensorflow';
import type { Generator, PictureBatch } from './generator';
import type { Seed } from './model';

/** What makes pictures; whoever has it disposes it. */
export type Predictor = Pick<Generator, 'predict' | 'dispose'>;

/**
 * A predictor with the weights of `generator`, as they are now, in memory of its own. Null where TensorFlow has a GPU,
 * and where the kernels are not built for this processor. The values differ from TensorFlow's by float32's rounding, and
 * are the same bits on every processor and for every number of threads: each sum is made in the same order.
 *
 * @throws Error when memory or threads are short
 */
export async function processorGenerator(
  { architecture, get }: Pick<Generator, 'architecture' | 'get'>,
  threads = availableParallelism(),
): Promise<Predictor | null> {
  const hasGpu = nativeBackend(await loadTensorFlow()).binding.isUsingGpuDevice();
  const addon = hasGpu ? null : loadGeneratorAddon();
  if (addon === null) {
    return null;
  }
  const native = createNative(addon, architecture, get, threads);
  return {
    predict(pictures, noiseSeed) {
      const { batch, height, width, data } = pictures;
      const noise = noiseSeed === null ? [] : noiseOf(architecture, pictures, noiseSeed);
      return addon.predict(native, data, [batch, height, width], noise);
    },
    dispose() {
      addon.dispose(native);
    },
  };
}

function createNative(
  addon: GeneratorAddon,
  architecture: Architecture,
  get: Generator['get'],
  threads: number,
): NativeGenerator {
  const names = new Set(generatorVariables(architecture).map(({ name }) => name));
  const valuesOf = (name: string): Float32Array => (names.has(name) ? get(name) : new Float32Array());
  const block = (name: string): BlockWeights => ({
    kernel: valuesOf(`${name}/kernel`),
    gamma: valuesOf(`${name}/norm/gamma`),
    beta: valuesOf(`${name}/norm/beta`),
  });
  const blocks = (kind: string, count: number): readonly BlockWeights[] =>
    Array.from({ length: count }, (_, index) => block(`generator/${kind}_${String(index + 1)}`));
  const depth = downWidths(architecture).length;
  const { size, leakySlope, normEpsilon, dropout } = architecture;
  return addon.create({
    size,
    threads,
    leakySlope,
    normEpsilon,
    dropout,
    downs: blocks('down', depth),
    ups: blocks('up', depth - 1),
    lastKernel: valuesOf('generator/last/kernel'),
    lastBias: valuesOf('generator/last/bias'),
  });
}

/** The numbers of `seededNoise` in the graph. */
function noiseOf(
  architecture: Architecture,
  { batch, height, width }: PictureBatch,
  [first, second]: Seed,
): Float32Array[] {
  if (architecture.dropout === 0) {
    return [];
  }
  const widths = downWidths(architecture);
  const blocks = Math.min(dropoutBlocks, widths.length - 1);
  return Array.from({ length: blocks }, (_, block) => {
    const level = widths.length - 2 - block;
    const divisor = 2 ** (level + 1);
    const length = (batch * height * width * (widths[level] ?? 0)) / divisor ** 2;
    const numbers = new Philox(first, second + block);
    return Float32Array.from({ length }, () => numbers.nextUniform());
  });
}
