/** The generator of a run's checkpoint, in the form that a picture needs. */
import type { Architecture } from '../core/variables';
import { createGenerator, type Generator, type PictureBatch } from '../engine/generator';
import type { Seed } from '../engine/model';
import { processorGenerator, type Predictor } from '../engine/processor-generator';
import { restoreCheckpoint, type Checkpoint } from './checkpoint';

/**
 * Pictures that are predicted at once are made by our own kernels, where the processor has them; those that take strips
 * need TensorFlow's weights. Of the two only one is in memory, unless a large picture follows a small one. One call at a
 * time; whoever opens it disposes it.
 */
export class RunNetwork {
  private constructor(
    readonly architecture: Architecture,
    private readonly checkpoint: Checkpoint,
    /** Null after the first picture that our own kernels have made. */
    private restored: Generator | null,
    /** Of pictures that are predicted at once: our own kernels, or `restored`. */
    private predictor: Predictor | null = null,
  ) {}

  /** @throws AppError `checkpoint-damaged`, `native-library-missing` */
  static async open(architecture: Architecture, checkpoint: Checkpoint): Promise<RunNetwork> {
    return new RunNetwork(architecture, checkpoint, await restoredGenerator(architecture, checkpoint));
  }

  /** As `Generator.predict`. */
  async predict(pictures: PictureBatch, noiseSeed: Seed | null): Promise<Float32Array> {
    this.predictor ??= await this.#choosePredictor();
    return this.predictor.predict(pictures, noiseSeed);
  }

  /** The weights, for as long as `use` lasts. */
  async withWeights<T>(use: (get: Generator['get']) => Promise<T>): Promise<T> {
    const generator = this.restored ?? (await restoredGenerator(this.architecture, this.checkpoint));
    try {
      return await use((name) => generator.get(name));
    } finally {
      if (generator !== this.restored) {
        generator.dispose();
      }
    }
  }

  dispose(): void {
    for (const held of new Set([this.restored, this.predictor])) {
      held?.dispose();
    }
    this.restored = null;
    this.predictor = null;
  }

  async #choosePredictor(): Promise<Predictor> {
    const { restored } = this;
    if (restored === null) {
      throw new Error('The generator was disposed.');
    }
    const own = await processorGenerator(restored);
    if (own === null) {
      return restored;
    }
    restored.dispose();
    this.restored = null;
    return own;
  }
}

async function restoredGenerator(architecture: Architecture, checkpoint: Checkpoint): Promise<Generator> {
  const generator = await createGenerator(architecture);
  try {
    restoreCheckpoint(generator, checkpoint);
    return generator;
  } catch (error) {
    generator.dispose();
    throw error;
  }
}
