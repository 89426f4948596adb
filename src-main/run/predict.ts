/** Predictions for a person's own pictures, from a run or an export. */
import { mkdir, readFile, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { InputSide } from '../contract/config';
import { AppError, writeError } from '../contract/errors';
import { exportFiles, parseExportManifest } from '../contract/export';
import { readImage } from '../data/decode';
import { encodePng } from '../data/encode';
import type { Picture } from '../data/picture';
import { halves, resizeNearest } from '../data/resize';
import { resizeSmooth } from '../data/resize-smooth';
import { loadExportedGenerator } from '../engine/exported';
import { predictPicture, toBytes } from '../engine/inference';
import { newestCheckpoint, restoreCheckpoint } from './checkpoint';
import { replaceFile } from './durable';
import { prepareModel } from './prepare';
import { readRunRecord, reasonOf } from './record';

export interface PredictRequest {
  /** A run folder or an exported SavedModel's folder. */
  readonly source: string;
  readonly inputs: readonly string[];
  /** Folder for `NAME.png` of each input. */
  readonly out: string;
  /** Dropout as noise; null as the run's preset has it. */
  readonly noise: boolean | null;
  /** Take a picture that is twice as wide as high as one picture, not as a pair. */
  readonly whole: boolean;
}

interface Generator {
  readonly size: number;
  readonly inputSide: InputSide;
  /** @param index tells the noise of one picture from another's */
  predict(input: Uint8Array, index: number): Uint8Array;
  dispose(): void;
}

/**
 * Predicts each input at the training size and writes the result at the input's own.
 *
 * @param written is told each file's path
 * @throws AppError `run-missing`, `checkpoint-none`, `export-damaged`, `export-without-noise`, `image-…`,
 *   `inputs-same-name`, `disk-full`, `write-failed`. What was written before stays.
 */
export async function predictImages(request: PredictRequest, written: (path: string) => void): Promise<void> {
  const targets = outputPaths(request.inputs, request.out);
  const generator = await openGenerator(request);
  try {
    await mkdir(request.out, { recursive: true }).catch((error: unknown) => {
      throw writeError(request.out, error);
    });
    for (const [index, { input, output }] of targets.entries()) {
      const { picture } = await readImage(input, input);
      const result = await predictOne(generator, picture, index, request.whole);
      await replaceFile(output, await encodePng(result));
      written(output);
    }
  } finally {
    generator.dispose();
  }
}

async function predictOne(generator: Generator, picture: Picture, index: number, whole: boolean): Promise<Picture> {
  const { size, inputSide } = generator;
  const isPair = !whole && picture.width === 2 * picture.height;
  const columns = isPair ? halves(picture)[inputSide] : { left: 0, width: picture.width };
  const input = new Uint8Array(size * size * 3);
  resizeNearest(picture, columns, size, input);
  const predicted = { width: size, height: size, data: generator.predict(input, index) };
  return resizeSmooth(predicted, columns.width, picture.height);
}

async function openGenerator({ source, noise }: PredictRequest): Promise<Generator> {
  const isExport = await stat(join(source, exportFiles.savedModel)).then(
    () => true,
    () => false,
  );
  return isExport ? openExport(source, noise) : openRun(source, noise);
}

async function openRun(run: string, noise: boolean | null): Promise<Generator> {
  const { config } = await readRunRecord(run);
  const { checkpoint } = await newestCheckpoint(run);
  const { model } = await prepareModel(config);
  restoreCheckpoint(model, checkpoint);
  const withNoise = noise ?? config.noiseAtInference;
  return {
    size: config.size,
    inputSide: config.inputSide,
    predict: (input, index) => predictPicture(model, input, withNoise ? [config.seed, index] : null).bytes,
    dispose: () => {
      model.dispose();
    },
  };
}

async function openExport(folder: string, noise: boolean | null): Promise<Generator> {
  if (noise === true) {
    throw new AppError('export-without-noise', { path: folder });
  }
  try {
    const manifest = parseExportManifest(JSON.parse(await readFile(join(folder, exportFiles.manifest), 'utf8')));
    const { size, inputSide, signature } = manifest;
    const exported = await loadExportedGenerator(folder, size, signature);
    return {
      size,
      inputSide,
      predict: (input) => toBytes(exported.predict(input)),
      dispose: () => {
        exported.dispose();
      },
    };
  } catch (error) {
    throw error instanceof AppError
      ? error
      : new AppError('export-damaged', { path: folder, reason: reasonOf(error) }, { cause: error });
  }
}

/** `OUT/NAME.png` for each input. Two inputs of the same name would overwrite each other, so they are refused. */
function outputPaths(
  inputs: readonly string[],
  out: string,
): readonly { readonly input: string; readonly output: string }[] {
  const byOutput = new Map<string, string>();
  return inputs.map((input) => {
    const output = join(out, `${basename(input, extname(input))}.png`);
    const other = byOutput.get(output);
    if (other !== undefined) {
      throw new AppError('inputs-same-name', { first: other, second: input });
    }
    byOutput.set(output, input);
    return { input, output };
  });
}
