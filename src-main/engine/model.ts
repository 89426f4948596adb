/** What a training model can do, whichever executor runs it. */
import type { Execution, TrainConfig } from '../contract/config';
import type { Losses } from '../contract/metrics';
import { discriminatorVariables, generatorVariables, type VariableSpec } from '../core/variables';

/** What decides the model's graph; a change of anything else needs no new one. */
export type ModelConfig = Pick<
  TrainConfig,
  | 'size'
  | 'filters'
  | 'dropout'
  | 'leakySlope'
  | 'normEpsilon'
  | 'bottleneckNorm'
  | 'discriminatorLossScale'
  | 'batch'
  | 'beta1'
  | 'colourJitter'
> &
  Execution & {
    /** Side in pixels of the pictures from which `size` is cropped; equal to `size` for no jitter. */
    readonly storedSize: number;
  };

export type Seed = readonly [number, number];

export interface StepFeeds {
  /** Bytes [batch, storedSize, storedSize, 3]. */
  readonly input: Uint8Array;
  /** Bytes [batch, storedSize, storedSize, 3]. */
  readonly target: Uint8Array;
  /** [batch, 2]: top and left of each crop, in [0, storedSize − size]. */
  readonly offsets: Int32Array;
  /** [batch]: 1 where the pair is mirrored. */
  readonly mirror: Uint8Array;
  /** [batch, 3]: contrast, saturation, brightness of each pair; needed where the model has `colourJitter`. */
  readonly colour?: Float32Array;
  readonly noiseSeed: Seed;
  readonly lambda: number;
  readonly learningRate: number;
}

/** The losses before an update, and whether it left anything that must not be kept. */
export interface StepOutcome extends Losses {
  /** A weight that is infinite or no number after the update, where the next losses may not show it; or null. */
  readonly nonFinite: string | null;
}

export interface Model {
  readonly config: ModelConfig;
  /** Weights of both networks and the optimizers' variables. */
  readonly variableNames: readonly string[];
  /** Gives every variable its initial value. */
  initialise(seed: Seed): void;
  /** One update of both networks. */
  trainStep(feeds: StepFeeds): StepOutcome;
  /**
   * @param input bytes [1, size, size, 3]
   * @param noiseSeed for dropout as noise, or null for none
   * @returns [1, size, size, 3] in (-1, 1)
   */
  predict(input: Uint8Array, noiseSeed: Seed | null): Float32Array;
  /**
   * What the discriminator thinks of a picture.
   *
   * @param input bytes [1, size, size, 3]
   * @param picture bytes [1, size, size, 3], a target or a prediction
   * @returns [size/8 − 2, size/8 − 2]: the probability that the 70×70 patch around each place is real
   */
  discriminate(input: Uint8Array, picture: Uint8Array): Float32Array;
  get(variable: string): Float32Array;
  set(variable: string, values: Float32Array): void;
  dispose(): void;
}

/** Adam's constants beside beta1 (tutorial: Keras' defaults). */
export const adamBeta2 = 0.999;
export const adamEpsilon = 1e-7;

export function modelVariables(config: ModelConfig): {
  readonly generator: readonly VariableSpec[];
  readonly discriminator: readonly VariableSpec[];
} {
  return { generator: generatorVariables(config), discriminator: discriminatorVariables(config) };
}

/** The colours of a step for a model that changes them. */
export function requireColour({ colour }: StepFeeds): Float32Array {
  if (colour === undefined) {
    throw new Error('The model has colour jitter, and the step was given no colours.');
  }
  return colour;
}
