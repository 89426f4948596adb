/** Predictions for a person's own pictures, from a run or an export. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeError } from '../contract/errors';
import type { CheckpointChoice } from '../contract/export';
import { encodePng } from '../data/encode';
import type { Picture } from '../data/picture';
import { partOf, type Region } from '../data/region';
import { resizeRegionNearest } from '../data/resize';
import { resizeSmooth } from '../data/resize-smooth';
import type { Seed } from '../engine/model';
import { replaceFile } from '../data/whole-folder';
import { openGenerator, type OpenedGenerator } from './open-generator';
import { listInputs } from './predict-inputs';

/**
 * The scale at which the network sees a picture: `native`, pixel for pixel; `training`, as a square of the training
 * size, whatever its shape, and the result brought back.
 */
export const scales = ['native', 'training'] as const;
export type Scale = (typeof scales)[number];

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
  /** Take a picture that is twice as wide as high as one picture, not as a pair. */
  readonly whole: boolean;
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

/**
 * Predicts each input and writes the result at the input's own size.
 *
 * @param done is told of each prediction that is written
 * @throws AppError as `openGenerator` and `listInputs`, `export-without-noise`, `image-…`, `disk-full`, `write-failed`.
 *   What was written before stays.
 */
export async function predictImages(
  request: PredictRequest,
  done: (predicted: Predicted) => void | Promise<void>,
): Promise<void> {
  const { out, whole, scale } = request;
  const inputs = await listInputs(request.inputs, request.readStandardInput);
  const generator = await openGenerator(request.source, request.checkpoint);
  try {
    await mkdir(out, { recursive: true }).catch((error: unknown) => {
      throw writeError(out, error);
    });
    const withNoise = request.noise ?? generator.noiseByDefault;
    for (const [index, { name, resultName, read }] of inputs.entries()) {
      const input = inputPart(await read(), generator, whole);
      const noiseSeed = withNoise ? ([generator.seed, index] as const) : null;
      const prediction = await predictAt(scale, generator, input, noiseSeed, name);
      const path = join(out, `${resultName}.png`);
      await replaceFile(path, await encodePng(prediction));
      await done({ name, path, input, prediction });
    }
  } finally {
    generator.dispose();
  }
}

async function predictAt(
  scale: Scale,
  generator: OpenedGenerator,
  input: Picture,
  noiseSeed: Seed | null,
  name: string,
): Promise<Picture> {
  if (scale === 'native') {
    return generator.predict(input, noiseSeed, name);
  }
  const { size } = generator;
  const square = { width: size, height: size, data: new Uint8Array(size * size * 3) };
  resizeRegionNearest(input, { left: 0, top: 0, width: input.width, height: input.height }, size, size, square.data);
  return resizeSmooth(await generator.predict(square, noiseSeed, name), input.width, input.height);
}

/** The input half of a side-by-side pair; any other picture as it is. */
function inputPart(picture: Picture, { inputSide }: OpenedGenerator, whole: boolean): Picture {
  const isPair = !whole && picture.width === 2 * picture.height;
  return isPair ? cutOut(picture, partOf(picture, inputSide)) : picture;
}

function cutOut(picture: Picture, { left, top, width, height }: Region): Picture {
  const data = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row++) {
    const from = ((top + row) * picture.width + left) * 3;
    data.set(picture.data.subarray(from, from + width * 3), row * width * 3);
  }
  return { width, height, data };
}
