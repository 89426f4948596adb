/** A step to time: what the pictures show does not change how long it takes. */
import type { ModelConfig, StepFeeds } from './model';

/** Feeds of one step for a model of this configuration, the same ones each time. */
export function madeUpStep({ batch, storedSize, colourJitter }: ModelConfig): StepFeeds {
  const picture = Uint8Array.from({ length: batch * storedSize * storedSize * 3 }, (_, index) => (index * 37) % 251);
  // Contrast and saturation as they are, brightness unmoved.
  const colour = Float32Array.from({ length: batch * 3 }, (_, index) => (index % 3 === 2 ? 0 : 1));
  return {
    input: picture,
    target: picture.map((byte) => 255 - byte),
    offsets: new Int32Array(batch * 2),
    mirror: new Uint8Array(batch),
    ...(colourJitter === 0 ? {} : { colour }),
    noiseSeed: [1, 1],
    lambda: 100,
    learningRate: 2e-4,
  };
}
