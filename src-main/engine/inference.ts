/** The one definition of inference: samples, predict and evaluation all make their pictures here. */
import type { Model, Seed } from './model';
import { processorGenerator } from './processor-generator';

/** Bytes of a picture in [-1, 1]: the inverse of x / 127.5 − 1, rounded. */
export function toBytes(values: Float32Array): Uint8Array {
  const bytes = new Uint8Array(values.length);
  // A loop, since a function given to `Uint8Array.from` takes twenty times as long.
  for (let index = 0; index < values.length; index++) {
    bytes[index] = Math.min(255, Math.max(0, Math.round(((values[index] ?? 0) + 1) * 127.5)));
  }
  return bytes;
}

/** The value that the networks see for a byte. */
export function fromByte(byte: number): number {
  return byte / 127.5 - 1;
}

export interface Prediction {
  /** [size, size, 3] in (-1, 1). */
  readonly values: Float32Array;
  /** The same as bytes. */
  readonly bytes: Uint8Array;
}

/**
 * @param input bytes [size, size, 3]
 * @param noiseSeed for dropout as noise, or null for none
 */
export type PredictPicture = (input: Uint8Array, noiseSeed: Seed | null) => Prediction;

/**
 * Gives `work` what makes pictures with the model's weights as they are now: the kernels that predict and Try it use, so
 * that a sample and a preview of the same checkpoint are the same bytes.
 *
 * @throws Error when memory is short, and as `work`
 */
export async function withPictures<T>(model: Model, work: (predict: PredictPicture) => T | Promise<T>): Promise<T> {
  const { size } = model.config;
  const own = await processorGenerator({ architecture: model.config, get: (name) => model.get(name) });
  try {
    return await work((input, noiseSeed) => {
      const pictures = { batch: 1, height: size, width: size, data: input };
      const values = own === null ? model.predict(input, noiseSeed) : own.predict(pictures, noiseSeed);
      return { values, bytes: toBytes(values) };
    });
  } finally {
    own?.dispose();
  }
}

export interface PictureDistance {
  /** Mean absolute difference in [-1, 1] units. */
  readonly l1: number;
  /** Mean squared difference in [-1, 1] units. */
  readonly squared: number;
}

/** How far a prediction is from its target. */
export function distance(prediction: Float32Array, target: Uint8Array): PictureDistance {
  let l1 = 0;
  let squared = 0;
  for (let index = 0; index < prediction.length; index++) {
    const difference = (prediction[index] ?? Number.NaN) - fromByte(target[index] ?? Number.NaN);
    l1 += Math.abs(difference);
    squared += difference * difference;
  }
  return { l1: l1 / prediction.length, squared: squared / prediction.length };
}

/** Peak signal-to-noise ratio in dB for a mean squared difference; the peak-to-peak range of [-1, 1] is 2. */
export function psnr(squared: number): number {
  return 10 * Math.log10(4 / squared);
}
