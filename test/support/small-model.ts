/** A model small enough for unit tests, and steps for it that follow from their number. */
import { Philox } from '../../src-main/core/philox';
import type { ModelConfig, StepFeeds } from '../../src-main/engine/model';

export const smallConfig: ModelConfig = {
  size: 64,
  storedSize: 72,
  filters: 4,
  batch: 2,
  dropout: 0.5,
  leakySlope: 0.3,
  normEpsilon: 1e-3,
  bottleneckNorm: false,
  discriminatorLossScale: 1,
  beta1: 0.5,
  colourJitter: 0,
  precision: 'float32',
  xla: 'off',
};

export function stepFeeds({ batch, storedSize, size }: ModelConfig, step: number): StepFeeds {
  const random = new Philox(99, step);
  const pictures = batch * storedSize * storedSize * 3;
  const bytes = (): Uint8Array => Uint8Array.from({ length: pictures }, () => random.nextUint32() & 255);
  return {
    input: bytes(),
    target: bytes(),
    offsets: Int32Array.from({ length: batch * 2 }, () => random.nextUint32() % (storedSize - size + 1)),
    mirror: Uint8Array.from({ length: batch }, (_, index) => (step + index) % 2),
    colour: Float32Array.from(
      { length: batch * 3 },
      (_, index) => random.nextUniform() * 0.4 + (index % 3 === 2 ? -0.2 : 0.8),
    ),
    noiseSeed: [7, step * 8],
    lambda: 100,
    learningRate: 2e-4,
  };
}

/** One picture for `predict`. */
export function smallPicture({ size }: ModelConfig, seed = 1): Uint8Array {
  const random = new Philox(98, seed);
  return Uint8Array.from({ length: size * size * 3 }, () => random.nextUint32() & 255);
}
