/** What a run's discriminator sees: how real each patch of a picture looks to it, as a picture. */
import type { Picture } from '../data/picture';
import type { Model } from '../engine/model';
import { besideEachOther } from './samples';

/** Pixels from one 70×70 patch to the next: three halvings. */
const stride = 8;

export interface DiscriminatorView {
  /** input | target | its realness | prediction | its realness; black is generated, white is real. */
  readonly picture: Picture;
  /** Means over the patches, 0 for generated to 1 for real. */
  readonly targetRealness: number;
  readonly predictionRealness: number;
}

/** @param pictures bytes [size, size, 3] each, of the model's size */
export function discriminatorView(
  model: Model,
  { input, target, prediction }: Readonly<Record<'input' | 'target' | 'prediction', Uint8Array>>,
): DiscriminatorView {
  const { size } = model.config;
  const ofTarget = model.discriminate(input, target);
  const ofPrediction = model.discriminate(input, prediction);
  const row = [input, target, realnessPicture(ofTarget, size), prediction, realnessPicture(ofPrediction, size)];
  return {
    picture: { width: row.length * size, height: size, data: besideEachOther(row, size) },
    targetRealness: mean(ofTarget),
    predictionRealness: mean(ofPrediction),
  };
}

/**
 * Each probability as a grey square in the middle of its patch. The patches' middles end a stride before the border;
 * what lies beyond has the value of the nearest one.
 *
 * @param realness [size/8 − 2, size/8 − 2] in [0, 1]
 * @returns bytes [size, size, 3]
 */
export function realnessPicture(realness: Float32Array, size: number): Uint8Array {
  const patches = size / stride - 2;
  const patchAt = Array.from({ length: size }, (_, pixel) =>
    Math.min(patches - 1, Math.max(0, Math.floor(pixel / stride) - 1)),
  );
  const data = new Uint8Array(size * size * 3);
  patchAt.forEach((row, y) => {
    patchAt.forEach((column, x) => {
      const grey = Math.round((realness[row * patches + column] ?? 0) * 255);
      data.fill(grey, (y * size + x) * 3, (y * size + x + 1) * 3);
    });
  });
  return data;
}

function mean(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
