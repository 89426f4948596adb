/** Predictions for a person's own pictures, from a run or an export. */
import { mkdir } from 'node:fs/promises';
import { isAppError, writeError, type AppError } from '../contract/errors';
import type { CheckpointChoice } from '../contract/export';
import { encodePng } from '../data/encode';
import type { Picture } from '../data/picture';
import { replaceFile } from '../data/whole-folder';
import { openGenerator } from './open-generator';
import { listInputs } from './predict-inputs';
import { sampleNoiseSeed } from './samples';
import { shownPicture, type Scale } from './shown-picture';

export interface PredictRequest {
  /** A run folder or the folder of a SavedModel export. */
  readonly source: string;
  /** Of a run. */
  readonly checkpoint: CheckpointChoice;
  /** Files, folders, or `-` for standard input. */
  readonly inputs: readonly string[];
  /** Folder for `NAME.png` of each input. */
  readonly out: string;
  /** Dropout as noise; null as the run's preset has it. */
  readonly noise: boolean | null;
  /** Take a picture of a pair's shape as one picture, not as a pair. */
  readonly whole: boolean;
  /** Make inputs of photographs, where the run's dataset made them of its pictures. */
  readonly transform: boolean;
  readonly scale: Scale;
  readonly readStandardInput: () => Promise<Uint8Array>;
}

/** One finished prediction; the pictures are of the same size. */
export interface Predicted {
  readonly name: string;
  readonly path: string;
  readonly input: Picture;
  readonly prediction: Picture;
}

export interface PredictListener {
  /** One prediction is written. */
  readonly done: (predicted: Predicted) => void | Promise<void>;
  /** One input cannot be used (`image-…`); the others go on. */
  readonly refused: (error: AppError) => void;
}

/**
 * Predicts each input and writes the result.
 *
 * @throws AppError as `openGenerator` and `listInputs`, `export-without-noise`, `disk-full`, `write-failed`. What was
 *   written before stays.
 */
export async function predictImages(request: PredictRequest, listener: PredictListener): Promise<void> {
  const { out, scale, whole, transform } = request;
  const inputs = await listInputs(request.inputs, out, request.readStandardInput);
  const generator = await openGenerator(request.source, request.checkpoint);
  const { recipe, size } = generator;
  const withNoise = request.noise ?? generator.noiseByDefault;
  const noiseOf = (index: number) => (scale === 'sample' ? sampleNoiseSeed : ([generator.seed, index] as const));

  async function predictInput({ name, path, read }: (typeof inputs)[number], index: number): Promise<void> {
    const picture = await read(recipe.background);
    const shown = shownPicture(picture, { recipe, size, scale, whole, transform });
    const made = await generator.predict(shown.picture, withNoise ? noiseOf(index) : null, name);
    const [input, prediction] = await Promise.all([shown.bringBack(shown.picture), shown.bringBack(made)]);
    await replaceFile(path, await encodePng(prediction));
    await listener.done({ name, path, input, prediction });
  }

  try {
    await mkdir(out, { recursive: true }).catch((error: unknown) => {
      throw writeError(out, error);
    });
    for (const [index, input] of inputs.entries()) {
      await predictInput(input, index).catch((error: unknown) => {
        if (!isAppError(error) || !error.code.startsWith('image-')) {
          throw error;
        }
        listener.refused(error);
      });
    }
  } finally {
    generator.dispose();
  }
}
